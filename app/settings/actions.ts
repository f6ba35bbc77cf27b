"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/controls/form-state";
import { saveSettings } from "@/lib/accounts/own/save-settings";
import { settingsFormSchema } from "@/lib/settings/schema";
import type { Settings } from "@/lib/stores/settings";
import { keepOld, OLD_KEPT_SECONDS } from "@/lib/web/credentials/old-credential";
import { sensitiveAct, type UserContext, userAction } from "@/lib/web/forms/actions-guard";
import { writeFlash } from "@/lib/web/forms/flash";
import { runForm } from "@/lib/web/forms/form";
import { labels } from "./_form/fields";
import { keepEntered } from "./entered";

export async function saveSettingsAction(_previous: FormState, data: FormData): Promise<FormState> {
  const context = await userAction();
  const input = Object.fromEntries(Object.keys(labels).map((name) => [name, data.get(name)]));
  const state = await runForm(settingsFormSchema, input, async (form) => {
    await sensitiveAct(
      "/settings?entered=1",
      () => save(context, form),
      () => keepEntered(context, input),
    );
    return null;
  });
  return state ?? redirect("/settings?saved=1");
}

async function save(context: UserContext, form: Settings): Promise<void> {
  const { runtime, cookies, current } = context;
  const outcome = await saveSettings(runtime, form, context);
  if (!outcome) return;
  const kept = await keepOld(current, outcome.oldCredential);
  await writeFlash(cookies, { ...outcome, ...kept }, kept ? OLD_KEPT_SECONDS : undefined);
}
