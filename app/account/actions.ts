"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/controls/form-state";
import { changePassword, changePasswordSchema } from "@/lib/accounts/own/change-password";
import { deleteAccount } from "@/lib/accounts/own/delete-account";
import { REFUSALS } from "@/lib/accounts/own/own-account";
import { reauthenticateSchema } from "@/lib/accounts/sign-in/reauthenticate";
import { userAction } from "@/lib/web/forms/actions-guard";
import { writeFlash } from "@/lib/web/forms/flash";
import { runForm } from "@/lib/web/forms/form";

/** Fields "currentPassword", "newPassword". */
export async function changePasswordAction(_previous: FormState, data: FormData): Promise<FormState> {
  const { runtime, current, ...context } = await userAction();
  const input = { currentPassword: data.get("currentPassword"), newPassword: data.get("newPassword") };
  const state = await runForm(changePasswordSchema, input, async (form) => {
    const change = await changePassword(runtime, current, form, context);
    if (change.refused === "wrong_password") return { fields: { currentPassword: REFUSALS.wrong_password } };
    if (change.refused) return REFUSALS[change.refused];
    await writeFlash(context.cookies, { endings: change.endings });
    return null;
  });
  return state ?? redirect("/account?changed=1");
}

/** Field "password". */
export async function deleteAccountAction(_previous: FormState, data: FormData): Promise<FormState> {
  const { runtime, current, ...context } = await userAction();
  const state = await runForm(reauthenticateSchema, { password: data.get("password") }, async (form) => {
    const deletion = await deleteAccount(runtime, current, form, context);
    if (deletion.refused === "wrong_password") return { fields: { password: REFUSALS.wrong_password } };
    if (deletion.refused) return REFUSALS[deletion.refused];
    await writeFlash(context.cookies, { endings: deletion.endings });
    return null;
  });
  return state ?? redirect("/login?deleted=1");
}
