"use server";

import { redirect } from "next/navigation";
import { signOut, signOutEverywhere } from "@/lib/accounts/sign-out";
import { publicAction, sensitiveAct, userAction } from "@/lib/session/actions-guard";

/** Signs out this browser. A redirect from a server action also empties the router's cache, so Back shows nothing. */
export async function signOutAction(): Promise<void> {
  await signOut(await publicAction());
  redirect("/login");
}

/**
 * Signs the account out of every browser, this one included. Where the password has to be given again first, the
 * way leads back to the list of devices, which has this button as well.
 */
export async function signOutEverywhereAction(): Promise<void> {
  const { current, ...context } = await userAction();
  await sensitiveAct("/devices", () => signOutEverywhere(current, context, { exceptThis: false }));
  redirect("/login");
}
