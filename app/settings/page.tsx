import type { Metadata } from "next";
import { accountOf } from "@/app/_ui/account";
import { Alert } from "@/app/_ui/alert";
import { Arrival } from "@/app/_ui/arrival.client";
import { PageHeading, Shell } from "@/app/_ui/shell";
import type { ModeSwitchOutcome } from "@/lib/accounts/switch-mode";
import { readAccount, requireUser } from "@/lib/session/dal";
import { readFlash } from "@/lib/session/flash";
import { getSettings, promisesUnder } from "@/lib/settings";
import type { Settings } from "@/lib/settings/settings-store";
import { saveSettingsAction } from "./actions";
import { readEntered } from "./entered";
import { EverySignIn } from "./every-sign-in";
import type { FieldName } from "./fields.client";
import { SaveResult } from "./save-result";
import { SettingsForm } from "./settings-form.client";
import { WhatChanges } from "./what-changes";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage({ searchParams }: PageProps<"/settings">) {
  const auth = await requireUser("/settings");
  const params = await searchParams;
  const entered = params.entered === "1" ? await readEntered(auth) : null;
  // No Suspense around the form: what arrives behind a fallback stays hidden without JavaScript.
  const settings = await readAccount(() => getSettings(auth.principal.userId));
  const promises = await promisesUnder(settings);
  const { mode, guarantees } = auth;
  return (
    <Shell account={accountOf(auth)} current="settings">
      <PageHeading title="Settings">How you stay signed in, and how soon that can be ended.</PageHeading>
      <div className="grid gap-6">
        {params.saved === "1" ? (
          <Arrival>
            <SaveResult outcome={switchOutcome(await readFlash<object>())} />
          </Arrival>
        ) : null}
        {entered ? (
          <Arrival>
            <Alert tone="warn" title="Not saved yet">
              These are the settings as you entered them. Press “Save settings” once more.
            </Alert>
          </Arrival>
        ) : null}
        <WhatChanges />
        <SettingsForm
          action={saveSettingsAction}
          current={{ mode, guarantees }}
          strategies={promises.jwt}
          saved={asText(settings)}
          entered={entered ?? {}}
        />
        <EverySignIn promises={promises} strategy={settings.jwt.revocation} />
      </div>
    </Shell>
  );
}

/** What became of the old credential; null when what was left is for another page. */
function switchOutcome(left: object | null): ModeSwitchOutcome | null {
  return left !== null && "oldCredential" in left ? (left as ModeSwitchOutcome) : null;
}

/** As the form writes them: text, by field name. */
function asText({ authMode, jwt, session, maxSignIns }: Settings): Record<FieldName, string> {
  return {
    authMode,
    jwtAlg: jwt.alg,
    revocation: jwt.revocation,
    accessTtlSeconds: String(jwt.accessTtlSeconds),
    refreshIdleSeconds: String(jwt.refreshIdleSeconds),
    refreshAbsoluteSeconds: String(jwt.refreshAbsoluteSeconds),
    sessionIdleSeconds: String(session.idleTimeoutSeconds),
    sessionAbsoluteSeconds: String(session.absoluteTimeoutSeconds),
    sessionCacheSeconds: String(session.cacheSeconds),
    maxSignIns: String(maxSignIns),
  };
}
