"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/controls/form-state";
import { signIn, signInSchema } from "@/lib/accounts/sign-in/sign-in";
import { publicAction } from "@/lib/web/forms/actions-guard";
import { runForm } from "@/lib/web/forms/form";
import { nextPath } from "@/lib/web/forms/next-path";

export async function signInAction(_previous: FormState, data: FormData): Promise<FormState> {
  const { runtime, ...context } = await publicAction();
  const mode = data.get("mode") || undefined;
  const input = { email: data.get("email"), password: data.get("password"), mode };
  const next = await nextPath(data.get("next"));
  const state = await runForm(signInSchema, input, async (fields) => {
    const result = await signIn(runtime, fields, context);
    return result ? null : "The e-mail address or the password is wrong.";
  });
  return state ?? redirect(next);
}
