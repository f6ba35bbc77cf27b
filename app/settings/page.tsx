import type { Metadata } from "next";
import { accountOf } from "@/app/_ui/account";
import { Arrival } from "@/app/_ui/arrival.client";
import { PageHeading, Shell } from "@/app/_ui/shell";
import type { ModeSwitchOutcome } from "@/lib/accounts/switch-mode";
import { readAccount, requireUser } from "@/lib/session/dal";
import { readFlash } from "@/lib/session/flash";
import { getSettings, promisesUnder } from "@/lib/settings";
import type { Settings } from "@/lib/settings/settings-store";
import { saveSettingsAction } from "./actions";
import { EverySignIn } from "./every-sign-in";
import type { FieldName } from "./fields.client";
import { SaveResult } from "./save-result";
import { SettingsForm } from "./settings-form.client";
import { WhatChanges } from "./what-changes";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage({ searchParams }: PageProps<"/settings">) {
  const auth = await requireUser("/settings");
  const saved = (await searchParams).saved === "1";
  // No Suspense around the form: what arrives behind a fallback stays hidden without JavaScript.
  const settings = await readAccount(() => getSettings(auth.principal.userId));
  const promises = await promisesUnder(settings);
  const { mode, guarantees } = auth;
  return (
    <Shell account={accountOf(auth)} current="settings">
      <PageHeading title="Settings">How you stay signed in, and how soon that can be ended.</PageHeading>
      <div className="grid gap-6">
        {saved ? (
          <Arrival>
            <SaveResult outcome={await readFlash<ModeSwitchOutcome>()} />
          </Arrival>
        ) : null}
        <WhatChanges />
        <SettingsForm
          action={saveSettingsAction}
          current={{ mode, guarantees }}
          strategies={promises.jwt}
          saved={asText(settings)}
        />
        <EverySignIn promises={promises} strategy={settings.jwt.revocation} />
      </div>
    </Shell>
  );
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
    maxSignIns: String(maxSignIns ?? ""),
  };
}
