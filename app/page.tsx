// The front door: the demonstration, one click to be signed in yourself, and what it is in two pictures.

import { demoSignInAction } from "@/app/_actions/demo";
import { ButtonLink } from "@/app/_ui/controls/button";
import { DemoAccounts } from "@/app/_ui/controls/demo-accounts";
import { Sign } from "@/app/_ui/drawings/icons";
import { CardIllustration, TicketIllustration } from "@/app/_ui/drawings/illustrations";
import { type Account, accountOf } from "@/app/_ui/shell/account";
import { Card } from "@/app/_ui/shell/card";
import { Shell } from "@/app/_ui/shell/shell";
import { effectPhrase } from "@/app/_ui/words/guarantees";
import { everyColumn, GuaranteesTable } from "@/app/_ui/words/guarantees-table";
import { strategyLook } from "@/app/_ui/words/strategies";
import { Visit } from "@/app/_visit/visit";
import { viewPair } from "@/lib/pair/view";
import { getRuntime } from "@/lib/runtime/runtime";
import { initialPromises } from "@/lib/settings/promises";
import { currentAuth } from "@/lib/web/dal";
import { headersAfterAction } from "@/lib/web/forms/headers-after-action";

export default async function HomePage() {
  const runtime = await getRuntime();
  const auth = await currentAuth();
  const { demo, defaultMode } = runtime.config;
  const { session, jwt, strategy } = initialPromises(runtime, defaultMode);
  const account = auth ? accountOf(auth) : undefined;
  const sent = await headersAfterAction(runtime);
  const pair = demo ? await viewPair(runtime, auth?.principal.userId ?? null, sent) : null;
  return (
    <Shell account={account} width="wide">
      <div className="grid gap-2">
        <h1 className="text-3xl tracking-[-0.024em] sm:text-4xl">
          Two ways to stay signed in. Only one of them ends when you say so.
        </h1>
        <p className="max-w-3xl text-muted sm:text-lg">
          See what a database session and a JWT in a cookie really do: real sign-ins, real requests, measured
          here and now.
        </p>
      </div>
      {demo ? (
        <div className="mt-5">
          <Visit pair={pair} />
        </div>
      ) : null}
      <div className="mt-5 rounded-xl border border-line bg-raised px-5 py-4 shadow-card sm:px-6">
        {account ? <Welcome account={account} /> : <Start demo={demo} />}
      </div>

      <div className="mt-5 grid gap-5 lg:grid-cols-2">
        <Card
          id="session"
          title="Database session"
          mode="session"
          aside={<Metaphor>cloakroom ticket</Metaphor>}
        >
          <TicketIllustration />
          <Holds
            browser="A number that says nothing by itself."
            server="The coat: who you are, since when, until when."
          />
          <p className="text-muted">
            Every request, the server looks up the number. When it takes the coat off its hook, every copy of
            the ticket is worthless.
          </p>
        </Card>
        <Card id="jwt" title="JWT cookie" mode="jwt" aside={<Metaphor>ID card</Metaphor>}>
          <CardIllustration />
          <Holds
            browser="Your name, your role and an end date, signed. And one more token, to renew it."
            server="The key that checks the signature, and a row to renew the card from."
          />
          <p className="text-muted">
            Every request, the server checks the signature. What else it looks up is your choice, and decides
            how soon a copy can be taken back. You start with “{strategyLook[strategy].label}”:{" "}
            {effectPhrase(jwt[strategy].revokeOne)}.
          </p>
        </Card>
      </div>

      <div className="mt-5">
        <Card
          id="promises"
          title="What each one promises"
          lead="Read from the modes themselves; the tests of this app assert the same table. A JWT’s promises depend on its strategy: what is looked up before it is believed."
        >
          <GuaranteesTable columns={everyColumn(session, jwt, { strategy, note: "default" })} />
        </Card>
      </div>
    </Shell>
  );
}

function Welcome({ account }: { account: Account }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
      <p className="mr-auto wrap-anywhere">
        You are signed in as <strong className="font-semibold">{account.name}</strong>. Your dashboard shows
        the cookie that says so.
      </p>
      <ButtonLink href="/dashboard" variant="primary">
        Go to dashboard <Sign name="arrow" />
      </ButtonLink>
      <ButtonLink href="/labs">Go to the labs</ButtonLink>
    </div>
  );
}

function Start({ demo }: { demo: boolean }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
      <p className="mr-auto">
        {demo
          ? "Now you: an account of your own for a day, without a password."
          : "Sign in, and see what your browser holds."}
      </p>
      {demo ? <DemoAccounts action={demoSignInAction} /> : null}
      <ButtonLink href="/login" variant={demo ? "quiet" : "primary"}>
        Sign in
      </ButtonLink>
      <ButtonLink href="/signup" variant={demo ? "quiet" : "secondary"}>
        Create account
      </ButtonLink>
    </div>
  );
}

function Metaphor({ children }: { children: string }) {
  return <span className="text-sm text-muted">{children}</span>;
}

function Holds({ browser, server }: { browser: string; server: string }) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 border-b border-line pb-4">
      <div>
        <dt className="text-sm text-muted">Your browser holds</dt>
        <dd className="mt-0.5 font-medium">{browser}</dd>
      </div>
      <div>
        <dt className="text-sm text-muted">The server keeps</dt>
        <dd className="mt-0.5 font-medium">{server}</dd>
      </div>
    </dl>
  );
}
