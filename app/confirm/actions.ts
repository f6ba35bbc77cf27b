"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/controls/form-state";
import { REFUSALS } from "@/lib/accounts/own/own-account";
import { reauthenticate, reauthenticateSchema } from "@/lib/accounts/sign-in/reauthenticate";
import { userAction } from "@/lib/web/forms/actions-guard";
import { runForm } from "@/lib/web/forms/form";
import { nextPath } from "@/lib/web/forms/next-path";

/** Fields "password", and "next": where the person was. */
export async function confirmAction(_previous: FormState, data: FormData): Promise<FormState> {
  const { runtime, current, ...context } = await userAction();
  const next = await nextPath(data.get("next"));
  const state = await runForm(reauthenticateSchema, { password: data.get("password") }, async (form) => {
    const credentials = await reauthenticate(runtime, current, form.password, context);
    return credentials ? null : { fields: { password: REFUSALS.wrong_password } };
  });
  return state ?? redirect(next);
}
