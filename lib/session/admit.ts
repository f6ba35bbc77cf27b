import "server-only";
import type { InactiveReason } from "@/lib/auth/contract";
import { renewAheadSeconds } from "@/lib/auth/policy";
import type { CookieWriter } from "./cookies";
import { type Carried, presentedCredential } from "./credential";
import type { GateRequest } from "./gate";
import { isRenewable, renew } from "./renew";
import { isPrefetch, isSafe } from "./request-facts";
import type { Runtime } from "./runtime";

// What the gate can say of a request's credential, and the one write it does: an access token whose time is over
// is exchanged, so that the page behind it sees the next one. Otherwise it decodes and asks no store.

export interface Admission {
  credential: GateRequest["credential"];
  /** The request to hand on: with the new cookies where there are some. */
  headers: Headers;
}

/**
 * `refusalIsFinal`: behind this request nobody can mend a refusal (a form that would be lost, the login page), so
 * a credential with a refresh token is checked in full.
 */
export async function admit(
  runtime: Runtime,
  { method, headers, refusalIsFinal }: { method: string; headers: Headers; refusalIsFinal: boolean },
  writer: CookieWriter,
): Promise<Admission> {
  const presented = presentedCredential(headers, runtime.auth, runtime.cookies);
  if (presented.kind !== "one") return { credential: presented.kind, headers };
  const inFull = presented.refreshToken !== null && (refusalIsFinal || !isSafe(method));
  const refusal = await refuse(runtime, presented, inFull);
  if (!refusal) return { credential: "plausible", headers };
  if (isRenewable(headers, presented, refusal)) {
    const renewal = await renew(runtime, headers, presented, writer);
    if (renewal.kind === "renewed") return { credential: "plausible", headers: renewal.headers };
    return { credential: "refused", headers };
  }
  const later = presented.refreshToken !== null && isPrefetch(headers);
  return { credential: later ? "renewable" : "refused", headers };
}

/** Null for a credential that may pass. One that is about to expire counts as expired where it can be renewed. */
async function refuse(
  { auth }: Runtime,
  { mode, token, refreshToken }: Carried,
  inFull: boolean,
): Promise<InactiveReason | null> {
  if (!token) return "missing";
  const decoded = await auth.modes[mode].decode(token);
  if (!decoded.ok) return decoded.reason;
  if (refreshToken && decoded.issuedAt && isAboutToExpire(decoded.issuedAt, decoded.expiresAt))
    return "expired";
  if (!inFull) return null;
  const verification = await auth.modes[mode].verify(token, { readOnly: true });
  return verification.active ? null : verification.reason;
}

/** The way from here to the page takes a moment, in which a token must not expire. */
function isAboutToExpire(issuedAt: Date, expiresAt: Date): boolean {
  const lifetimeSeconds = (expiresAt.getTime() - issuedAt.getTime()) / 1000;
  return Date.now() >= expiresAt.getTime() - renewAheadSeconds(lifetimeSeconds) * 1000;
}
