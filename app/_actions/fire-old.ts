"use server";

import { z } from "zod";
import { type Fired, fireOld } from "@/lib/web/credentials/old-credential";
import { publicAction } from "@/lib/web/forms/actions-guard";
import { runForm } from "@/lib/web/forms/form";

export type FireResult = { fired: Fired } | { error: string };

/** Sends the credential that this browser held before it signed out or switched, and answers what the guard said. */
export async function fireOldAction(): Promise<FireResult> {
  await publicAction();
  let fired: Fired | null = null;
  const failure = await runForm(z.object({}), {}, async () => {
    fired = await fireOld();
    return fired ? null : "The old cookie is no longer kept here. It was, for 15 minutes.";
  });
  return fired ? { fired } : { error: failure?.error ?? "" };
}
