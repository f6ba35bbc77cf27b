// The front door: what this is, in two pictures, and one click to try it.

import { demoSignInAction } from "@/app/_actions/demo";
import { ButtonLink } from "@/app/_ui/controls/button";
import { DemoAccounts } from "@/app/_ui/controls/demo-accounts";
import { Sign } from "@/app/_ui/drawings/icons";
import { CardIllustration, TicketIllustration } from "@/app/_ui/drawings/illustrations";
import { type Account, accountOf } from "@/app/_ui/shell/account";
import { Card } from "@/app/_ui/shell/card";
import { Shell } from "@/app/_ui/shell/shell";
import { everyColumn, GuaranteesTable } from "@/app/_ui/words/guarantees-table";
import { effectPhrase } from "@/app/_ui/words/modes";
import { strategyLook } from "@/app/_ui/words/strategies";
import { getRuntime } from "@/lib/runtime/runtime";
import { initialPromises } from "@/lib/settings/promises";
import { currentAuth } from "@/lib/web/dal";

export default async function HomePage() {
  const runtime = await getRuntime();
  const auth = await currentAuth();
  const { demo, defaultMode } = runtime.config;
  const { session, jwt, strategy } = initialPromises(runtime, defaultMode);
  const account = auth ? accountOf(auth) : undefined;
  return (
    <Shell account={account} width="wide">
      <div className="grid items-end gap-x-16 gap-y-8 lg:grid-cols-[1fr_23rem]">
        <div className="grid gap-5">
          <h1 className="text-4xl tracking-[-0.028em] sm:text-5xl xl:text-[3.5rem] xl:leading-[1.1]">
            Two ways to stay signed in. See what each one really does.
          </h1>
          <p className="max-w-2xl text-muted sm:text-lg">
            Sign in with a database session or with a JWT in a cookie. Look at what your browser holds, end it
            on the server, and watch how long it goes on working.
          </p>
        </div>
        <div className="grid min-w-0 gap-4 rounded-xl border border-line bg-raised p-5 shadow-card">
          {account ? <Welcome account={account} /> : <Start demo={demo} />}
        </div>
      </div>

      <div className="mt-10 grid gap-5 lg:grid-cols-2">
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
    <>
      <p className="wrap-anywhere">
        You are signed in as <strong className="font-semibold">{account.name}</strong>. Your dashboard shows
        the cookie that says so.
      </p>
      <ButtonLink href="/dashboard" variant="primary">
        Go to dashboard <Sign name="arrow" />
      </ButtonLink>
      <ButtonLink href="/labs">Go to the labs</ButtonLink>
    </>
  );
}

function Start({ demo }: { demo: boolean }) {
  return (
    <>
      {demo ? (
        <>
          <p className="text-sm text-muted">One click, no password. You are really signed in.</p>
          <DemoAccounts action={demoSignInAction} />
          <p className="border-t border-line pt-4 text-sm text-muted">Or with an account of your own</p>
        </>
      ) : null}
      <div className={`grid grid-cols-2 gap-2.5 ${demo ? "-mt-2" : ""}`}>
        <ButtonLink href="/login" variant={demo ? "secondary" : "primary"}>
          Sign in
        </ButtonLink>
        <ButtonLink href="/signup">Create account</ButtonLink>
      </div>
    </>
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
