"use server";

import { redirect } from "next/navigation";
import { signInToDemo } from "@/lib/accounts/demo";
import { publicAction } from "@/lib/session/actions-guard";

/** Starts as one of the demo accounts, field "account". With DEMO off there are none, and this leads to the login page. */
export async function demoSignInAction(data: FormData): Promise<void> {
  const context = await publicAction();
  const result = await signInToDemo(String(data.get("account")), context);
  redirect(result ? "/dashboard" : "/login");
}
