"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/form-state";
import { saveSettings } from "@/lib/accounts/save-settings";
import { sensitiveAct, userAction } from "@/lib/session/actions-guard";
import { runForm } from "@/lib/session/form";
import { settingsFormSchema } from "@/lib/settings/settings-store";
import { keepEntered } from "./entered";

export async function saveSettingsAction(_previous: FormState, data: FormData): Promise<FormState> {
  const context = await userAction();
  const input = Object.fromEntries(
    Object.keys(settingsFormSchema.shape).map((name) => [name, data.get(name)]),
  );
  const state = await runForm(settingsFormSchema, input, async (form) => {
    await sensitiveAct(
      "/settings?entered=1",
      () => saveSettings(form, context),
      () => keepEntered(context, input),
    );
    return null;
  });
  return state ?? redirect("/settings?saved=1");
}
