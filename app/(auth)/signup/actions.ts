"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/controls/form-state";
import { signUp, signUpSchema } from "@/lib/accounts/sign-in/sign-up";
import { publicAction } from "@/lib/web/forms/actions-guard";
import { runForm } from "@/lib/web/forms/form";

export async function signUpAction(_previous: FormState, data: FormData): Promise<FormState> {
  const { runtime, ...context } = await publicAction();
  const input = { email: data.get("email"), password: data.get("password"), name: data.get("name") };
  const state = await runForm(signUpSchema, input, async (fields) => {
    const result = await signUp(runtime, fields, context);
    return result ? null : "There is already an account with this e-mail address.";
  });
  return state ?? redirect("/dashboard");
}
