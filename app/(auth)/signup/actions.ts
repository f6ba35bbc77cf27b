"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/form-state";
import { signUp, signUpSchema } from "@/lib/accounts/sign-up";
import { publicAction } from "@/lib/session/actions-guard";
import { runForm } from "@/lib/session/form";

export async function signUpAction(_previous: FormState, data: FormData): Promise<FormState> {
  const context = await publicAction();
  const input = { email: data.get("email"), password: data.get("password"), name: data.get("name") };
  const state = await runForm(signUpSchema, input, async (fields) => {
    const result = await signUp(fields, context);
    return result ? null : "There is already an account with this e-mail address.";
  });
  return state ?? redirect("/dashboard");
}
