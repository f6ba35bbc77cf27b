"use server";

import { redirect } from "next/navigation";
import { signOut, signOutEverywhere } from "@/lib/accounts/sign-ins/sign-out";
import { publicAction, sensitiveAct, userAction } from "@/lib/web/forms/actions-guard";

/** Signs out this browser. A redirect from a server action also empties the router's cache, so Back shows nothing. */
export async function signOutAction(): Promise<void> {
  const { runtime, ...context } = await publicAction();
  await signOut(runtime, context);
  redirect("/login");
}

/**
 * Signs the account out of every browser, this one included. Where the password has to be given again first, the
 * way leads back to the list of devices, which has this button as well.
 */
export async function signOutEverywhereAction(): Promise<void> {
  const { runtime, current, ...context } = await userAction();
  await sensitiveAct("/devices", () => signOutEverywhere(runtime, current, context, { exceptThis: false }));
  redirect("/login");
}
