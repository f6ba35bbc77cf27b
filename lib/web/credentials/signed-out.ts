import "server-only";
import { headers } from "next/headers";
import { type SignInEnd, whyEnded } from "@/lib/accounts/sign-ins/why-ended";
import type { InactiveReason, SignInName } from "@/lib/auth/contract";
import { presentedCredential } from "@/lib/http/cookies/presented";
import type { SignedIn } from "@/lib/http/signed-in";
import { getRuntime, type Runtime } from "@/lib/runtime/runtime";
import { currentRefusal } from "../dal";

// Tells whoever still holds a genuine credential why it is no longer good. A forgery, or nothing, is told nothing.

export interface SignedOut {
  reason: InactiveReason;
  /** The act that ended it; null when time did, or when nobody wrote it down. */
  end: SignInEnd | null;
}

/** Reasons that only a genuine credential is refused with. */
const GENUINE: ReadonlySet<InactiveReason> = new Set(["revoked", "expired", "idle_timeout", "user_disabled"]);

/** `closed`: a JWT that is still good, of an account that is not. */
export async function describeSignedOut(closed: SignedIn | null): Promise<SignedOut | null> {
  const runtime = await getRuntime();
  if (closed) {
    const signIn = { userId: closed.principal.userId, sessionId: closed.sessionId };
    return { reason: "user_disabled", end: await whyEnded(runtime, signIn, { closed: true }) };
  }
  const reason = await currentRefusal();
  if (!reason || !GENUINE.has(reason)) return null;
  const presented = presentedCredential(await headers(), runtime.auth, runtime.cookies);
  if (presented.kind !== "one") return null;
  const signIn = await runtime.auth.modes[presented.mode].signInOf(presented);
  if (!signIn) return { reason, end: null };
  if (reason === "user_disabled") return { reason, end: await whyEnded(runtime, signIn, { closed: true }) };
  const ended = reason === "revoked" || (presented.refreshToken && (await isRevoked(runtime, signIn)));
  return ended ? { reason: "revoked", end: await whyEnded(runtime, signIn) } : { reason, end: null };
}

/** Of an access token whose time is over: was its sign-in ended, or did it end by itself? */
async function isRevoked({ stores }: Runtime, { sessionId }: SignInName): Promise<boolean> {
  const found = await stores.refreshTokens.find(sessionId, new Date());
  return found !== null && found.family.revokedAt !== null;
}
