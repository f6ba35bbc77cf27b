import type { Metadata } from "next";
import { signOutEverywhereAction } from "@/app/_actions/sign-out";
import { accountOf } from "@/app/_ui/account";
import { Arrival } from "@/app/_ui/arrival.client";
import { Card } from "@/app/_ui/card";
import { PageHeading, Shell } from "@/app/_ui/shell";
import { SignOutForm } from "@/app/_ui/sign-out-form.client";
import { SubmitButton } from "@/app/_ui/submit-button.client";
import type { ModeSwitchOutcome } from "@/lib/accounts/switch-mode";
import type { UserId } from "@/lib/auth/contract";
import { requireUser } from "@/lib/session/dal";
import { readFlash } from "@/lib/session/flash";
import { getSettings } from "@/lib/settings";
import { saveSettingsAction } from "./actions";
import { SaveResult } from "./save-result";
import { SettingsForm } from "./settings-form.client";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage({ searchParams }: PageProps<"/settings">) {
  const auth = await requireUser("/settings");
  const saved = (await searchParams).saved === "1";
  // No Suspense around the form: what arrives behind a fallback stays hidden without JavaScript.
  const values = await savedValues(auth.principal.userId);
  return (
    <Shell account={accountOf(auth)} current="settings">
      <PageHeading title="Settings">
        How you stay signed in. A new mode counts at once, lifetimes and algorithm from your next sign-in.
      </PageHeading>
      <div className="grid gap-6">
        {saved ? (
          <Arrival>
            <SaveResult outcome={await readFlash<ModeSwitchOutcome>()} />
          </Arrival>
        ) : null}
        <SettingsForm action={saveSettingsAction} current={auth.mode} saved={values} />
        <EverySignIn />
      </div>
    </Shell>
  );
}

/** As the form writes them: text, by field name. */
async function savedValues(userId: UserId) {
  const { authMode, jwt, session } = await getSettings(userId);
  return {
    authMode,
    jwtAlg: jwt.alg,
    accessTtlSeconds: String(jwt.accessTtlSeconds),
    sessionIdleSeconds: String(session.idleTimeoutSeconds),
    sessionAbsoluteSeconds: String(session.absoluteTimeoutSeconds),
  };
}

function EverySignIn() {
  return (
    <Card id="everywhere" title="All your sign-ins">
      <p className="max-w-prose text-muted">
        Ends every database session of yours, in every browser, at once, and takes the cookie out of this one.
        A JWT that another browser holds cannot be called back: it works until it expires.
      </p>
      <SignOutForm action={signOutEverywhereAction}>
        <SubmitButton variant="danger">Sign out everywhere</SubmitButton>
      </SignOutForm>
    </Card>
  );
}
