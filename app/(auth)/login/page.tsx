import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { demoSignInAction } from "@/app/_actions/demo";
import { Arrival } from "@/app/_ui/arrival.client";
import { Code } from "@/app/_ui/code";
import { DemoAccounts } from "@/app/_ui/demo-accounts";
import { Endings } from "@/app/_ui/endings";
import { FormPage } from "@/app/_ui/form-page";
import { demoIsOn } from "@/lib/accounts/demo";
import { type EndedSignIns, isEndedSignIns } from "@/lib/accounts/endings";
import { isOpen } from "@/lib/accounts/own-account";
import { currentAuth } from "@/lib/session/dal";
import { readFlash } from "@/lib/session/flash";
import { nextPath } from "@/lib/session/next-path";
import { signInAction } from "./actions";
import { LoginForm } from "./login-form.client";

export const metadata: Metadata = { title: "Sign in" };

export default async function LoginPage({ searchParams }: PageProps<"/login">) {
  const { next: asked, deleted } = await searchParams;
  const next = await nextPath(asked);
  const auth = await currentAuth();
  // A JWT may outlive its account: sent back, its holder would come here again.
  if (auth && (await isOpen(auth))) redirect(next);
  const demo = await demoIsOn();
  const ended = deleted === "1" ? await readFlash<EndedSignIns>() : null;
  return (
    <FormPage title="Sign in" below={<Below demo={demo} />}>
      {isEndedSignIns(ended) ? (
        <Arrival>
          <div className="mb-6">
            <Endings title="Your account is deleted" endings={ended.endings} />
          </div>
        </Arrival>
      ) : null}
      <LoginForm action={signInAction} next={next} />
    </FormPage>
  );
}

function Below({ demo }: { demo: boolean }) {
  return (
    <>
      <p className="mt-6 text-muted">
        No account yet?{" "}
        <Link href="/signup" className="inline-block py-0.5 text-ink underline underline-offset-4">
          Create account
        </Link>
      </p>
      {demo ? <DemoHint /> : null}
    </>
  );
}

function DemoHint() {
  return (
    <aside aria-labelledby="demo-title" className="mt-6 grid gap-3 border-t border-line pt-6">
      <h2 id="demo-title" className="text-base">
        Only looking around?
      </h2>
      <DemoAccounts action={demoSignInAction} look="aside" />
      <p className="text-sm text-muted">
        Or type one in: <Code>alice@example.com</Code>, <Code>bob@example.com</Code> or{" "}
        <Code>admin@example.com</Code>, password <Code>correct horse battery staple</Code>.
      </p>
    </aside>
  );
}
