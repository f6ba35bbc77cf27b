import "server-only";
import { log } from "@/lib/audit/log";
import type { SessionId, UserId } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/create-auth";
import { endPair } from "@/lib/pair/pair";
import { getRuntime } from "@/lib/session/runtime";
import { endCarried, type RequestContext } from "./exchange";

// Signing out, here or everywhere. Terminal: nothing after it in the same response writes a credential.

/** Ends what this browser holds and clears its cookies. No error when nobody was signed in. */
export async function signOut(context: RequestContext): Promise<void> {
  const runtime = await getRuntime();
  const ended = await endCarried(runtime, context.headers);
  await endPair(context);
  runtime.cookies.clearCredentials(context.cookies);
  for (const { principal, sessionId } of ended) log("sign-out", { userId: principal.userId, sessionId });
}

/**
 * Ends all of a person's sign-ins, in both modes, as far as each mode can. With `except`, that one stays.
 * Returns how many records were ended: a JWT without a record cannot be counted, nor ended before it expires.
 */
export async function signOutEverywhere(
  userId: UserId,
  context: RequestContext,
  except?: SessionId,
): Promise<number> {
  const runtime = await getRuntime();
  let revoked = 0;
  for (const mode of MODE_NAMES) revoked += await runtime.auth.modes[mode].revokeAll(userId, except);
  log("sign-out-everywhere", { userId, revoked });
  if (!except) await signOut(context);
  return revoked;
}
