import type { Metadata } from "next";
import { Alert } from "@/app/_ui/controls/alert";
import { accountOf } from "@/app/_ui/shell/account";
import { Arrival } from "@/app/_ui/shell/arrival.client";
import { PageHeading } from "@/app/_ui/shell/heading";
import { Shell } from "@/app/_ui/shell/shell";
import type { ModeSwitchOutcome } from "@/lib/accounts/own/switch-mode";
import { getRuntime } from "@/lib/runtime/runtime";
import { writeDuration } from "@/lib/settings/duration";
import { promisesUnder } from "@/lib/settings/promises";
import { flatten, type SettingName, type Settings } from "@/lib/stores/settings";
import { oldCredential } from "@/lib/web/credentials/old-credential";
import { readAccount, requireUser } from "@/lib/web/dal";
import { readFlash } from "@/lib/web/forms/flash";
import { SettingsForm } from "./_form/settings-form.client";
import { saveSettingsAction } from "./actions";
import { readEntered } from "./entered";
import { EverySignIn } from "./every-sign-in";
import { SaveResult } from "./save-result";
import { WhatChanges } from "./what-changes";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage({ searchParams }: PageProps<"/settings">) {
  const auth = await requireUser("/settings");
  const params = await searchParams;
  const entered = params.entered === "1" ? await readEntered(auth) : null;
  // No Suspense around the form: what arrives behind a fallback stays hidden without JavaScript.
  const runtime = await getRuntime();
  const settings = await readAccount(() => runtime.settings.get(auth.principal.userId));
  const promises = promisesUnder(runtime, settings);
  const { mode, guarantees } = auth;
  return (
    <Shell account={accountOf(auth)} current="settings">
      <PageHeading title="Settings">How you stay signed in, and how soon that can be ended.</PageHeading>
      <div className="grid gap-6">
        {params.saved === "1" ? (
          <Arrival>
            <SaveResult
              outcome={switchOutcome(await readFlash<object>())}
              canFire={(await oldCredential()) !== null}
            />
          </Arrival>
        ) : null}
        {entered ? (
          <Arrival>
            <Alert tone="warn" title="Not saved yet">
              These are the settings as you entered them. Press “Save settings” once more.
            </Alert>
          </Arrival>
        ) : null}
        <SettingsForm
          action={saveSettingsAction}
          current={{ mode, guarantees }}
          strategies={promises.jwt}
          saved={asText(settings)}
          entered={entered ?? {}}
        />
        <WhatChanges />
        <EverySignIn promises={promises} strategy={settings.jwt.revocation} />
      </div>
    </Shell>
  );
}

/** What became of the old credential; null when what was left is for another page. */
function switchOutcome(left: object | null): ModeSwitchOutcome | null {
  return left !== null && "oldCredential" in left ? (left as ModeSwitchOutcome) : null;
}

/** As the form writes them: text, by field name, lengths of time with their unit. */
function asText(settings: Settings): Record<SettingName, string> {
  const entries = Object.entries(flatten(settings)).map(([name, value]) => [
    name,
    name.endsWith("Seconds") ? writeDuration(Number(value)) : String(value),
  ]);
  return Object.fromEntries(entries);
}
