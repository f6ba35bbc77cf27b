"use server";

import { redirect } from "next/navigation";
import { signInToDemo } from "@/lib/accounts/sign-in/demo";
import { publicAction } from "@/lib/web/forms/actions-guard";

/** Starts as one of the demo accounts, field "account". With DEMO off there are none, and this leads to the login page. */
export async function demoSignInAction(data: FormData): Promise<void> {
  const { runtime, ...context } = await publicAction();
  const result = await signInToDemo(runtime, String(data.get("account")), context);
  redirect(result ? "/dashboard" : "/login");
}
