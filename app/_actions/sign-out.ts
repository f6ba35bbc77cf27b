"use server";

import { redirect } from "next/navigation";
import { endedCredential } from "@/lib/accounts/sign-ins/endings";
import { signOut, signOutEverywhere } from "@/lib/accounts/sign-ins/sign-out";
import { keepOld, OLD_KEPT_SECONDS } from "@/lib/web/credentials/old-credential";
import { currentAuth } from "@/lib/web/dal";
import { publicAction, sensitiveAct, userAction } from "@/lib/web/forms/actions-guard";
import { writeFlash } from "@/lib/web/forms/flash";

/** Signs out this browser. A redirect from a server action also empties the router's cache, so Back shows nothing. */
export async function signOutAction(): Promise<void> {
  const { runtime, ...context } = await publicAction();
  const current = await currentAuth();
  await signOut(runtime, context);
  const kept = current && (await keepOld(current, endedCredential(current)));
  if (kept) await writeFlash(context.cookies, kept, OLD_KEPT_SECONDS);
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
