import "server-only";
import { renew } from "@/lib/auth/admit";
import type { InactiveReason } from "@/lib/auth/contract";
import type { CookieWriter } from "@/lib/http/cookies/cookies";
import { presentedCredential } from "@/lib/http/cookies/presented";
import { getRuntime } from "@/lib/runtime/runtime";
import { handOver, renewalTerms } from "./hand-over";
import { recordRefusal } from "./refusals";

// A refresh that was asked for, by POST /api/auth/refresh. The guard and the gate do the same by themselves.

export type Refresh = { refreshed: true; expiresAt: Date } | { refreshed: false; reason: InactiveReason };

/** A database session has nothing to exchange: it is checked, and counts as seen. */
export async function refresh(headers: Headers, cookies: CookieWriter): Promise<Refresh> {
  const runtime = await getRuntime();
  const presented = presentedCredential(headers, runtime.auth, runtime.cookies);
  if (presented.kind !== "one")
    return { refreshed: false, reason: presented.kind === "none" ? "missing" : "conflict" };
  const { mode } = presented;
  const renewal = await renew(runtime.auth.modes[mode], presented, renewalTerms(runtime, headers));
  if (renewal.kind === "renewed") {
    handOver(runtime, headers, mode, renewal.credentials, cookies);
    return { refreshed: true, expiresAt: renewal.verification.expiresAt };
  }
  if (renewal.final) runtime.cookies.clearCredentials(cookies);
  await recordRefusal(runtime, headers, { reason: renewal.reason, held: presented });
  return { refreshed: false, reason: renewal.reason };
}
