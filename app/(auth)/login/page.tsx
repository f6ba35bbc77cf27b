import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { demoSignInAction } from "@/app/_actions/demo";
import { DemoAccounts } from "@/app/_ui/controls/demo-accounts";
import { Arrival } from "@/app/_ui/shell/arrival.client";
import { FormPage } from "@/app/_ui/shell/form-page";
import { Code } from "@/app/_ui/words/code";
import { Endings } from "@/app/_ui/words/endings";
import { isOpen } from "@/lib/accounts/own/own-account";
import { type EndedSignIns, isEndedSignIns } from "@/lib/accounts/sign-ins/endings";
import { getRuntime } from "@/lib/runtime/runtime";
import { oldCredential } from "@/lib/web/credentials/old-credential";
import { describeSignedOut } from "@/lib/web/credentials/signed-out";
import { currentAuth } from "@/lib/web/dal";
import { readFlash } from "@/lib/web/forms/flash";
import { nextPath } from "@/lib/web/forms/next-path";
import { signInAction } from "./actions";
import { LoginForm } from "./login-form.client";
import { WhySignedOut } from "./why-signed-out";

export const metadata: Metadata = { title: "Sign in" };

export default async function LoginPage({ searchParams }: PageProps<"/login">) {
  const { next: asked, deleted } = await searchParams;
  const next = await nextPath(asked);
  const auth = await currentAuth();
  const runtime = await getRuntime();
  // A JWT may outlive its account: sent back, its holder would come here again.
  if (auth && (await isOpen(runtime, auth))) redirect(next);
  const { demo } = runtime.config;
  const ended = deleted === "1" ? await readFlash<EndedSignIns>() : null;
  return (
    <FormPage title="Sign in" below={<Below demo={demo} />}>
      {isEndedSignIns(ended) ? (
        <Arrival>
          <div className="mb-6">
            <Endings title="Your account is deleted" endings={ended.endings} />
          </div>
        </Arrival>
      ) : (
        <WhySignedOut why={await describeSignedOut(auth)} old={await oldCredential()} />
      )}
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
