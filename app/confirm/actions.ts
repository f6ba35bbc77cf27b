"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/form-state";
import { REFUSALS } from "@/lib/accounts/own-account";
import { reauthenticate, reauthenticateSchema } from "@/lib/accounts/reauthenticate";
import { userAction } from "@/lib/session/actions-guard";
import { runForm } from "@/lib/session/form";
import { nextPath } from "@/lib/session/next-path";

/** Fields "password", and "next": where the person was. */
export async function confirmAction(_previous: FormState, data: FormData): Promise<FormState> {
  const { current, ...context } = await userAction();
  const next = await nextPath(data.get("next"));
  const state = await runForm(reauthenticateSchema, { password: data.get("password") }, async (form) => {
    const credentials = await reauthenticate(current, form.password, context);
    return credentials ? null : { fields: { password: REFUSALS.wrong_password } };
  });
  return state ?? redirect(next);
}
