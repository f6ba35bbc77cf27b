import "server-only";
import type { Active, Effect, Guarantees, ModeName, SignInTally, UserId } from "@/lib/auth/contract";
import { acceptedForMs } from "@/lib/auth/effect";
import { MODE_NAMES } from "@/lib/auth/names";
import { REFRESH_GRACE_SECONDS } from "@/lib/auth/policy";
import type { AccountParts } from "../parts";
import type { Tallies } from "./sign-ins";

// How long sign-ins that were ended go on being accepted, mode by mode: what the mode guarantees, as instants.
// A bound, not a measurement: the server does not hold the credentials that it would have to try.

/** The ended sign-ins of one mode. */
export interface Ending {
  mode: ModeName;
  count: number;
  effect: Effect;
  /**
   * ISO 8601. From then on none of them is accepted, as far as they were issued under the account's present
   * settings.
   */
  validUntil: string;
}

/** What became of one credential that was ended. */
export interface EndedCredential {
  effect: Effect;
  /** ISO 8601. From then on it is not accepted. */
  validUntil: string;
  secondsLeft: number;
}

/** How long a credential that is ended now goes on working: it follows from what it guarantees. */
export function endedCredential({
  expiresAt,
  guarantees,
}: Pick<Active, "expiresAt" | "guarantees">): EndedCredential {
  const now = Date.now();
  const effect = guarantees.revokeOne;
  const end = expiresAt.getTime();
  const validUntil = Math.min(end, now + acceptedForMs(effect, end - now));
  const secondsLeft = Math.max(0, Math.ceil((validUntil - now) / 1000));
  return { effect, validUntil: new Date(validUntil).toISOString(), secondsLeft };
}

/** What the page after a redirect says of an act that ended sign-ins. */
export interface EndedSignIns {
  /** Names the one that was ended. */
  label?: string;
  endings: Ending[];
}

/** Tells what `writeFlash` left for one page from what it left for another. */
export function isEndedSignIns(value: object | null): value is EndedSignIns {
  return value !== null && "endings" in value && Array.isArray(value.endings);
}

/** Throws `AccountClosedError` when the account is gone: ask before it goes. */
export async function endingsOf(
  { auth, settings }: AccountParts,
  userId: UserId,
  ended: Tallies,
  by: keyof Pick<Guarantees, "revokeOne" | "revokeAll">,
): Promise<Ending[]> {
  const policy = await settings.get(userId);
  const now = Date.now();
  return MODE_NAMES.flatMap((mode) => {
    const { count } = ended[mode];
    if (count === 0) return [];
    const effect = auth.modes[mode].guarantees(policy)[by];
    const { credentialSeconds } = auth.modes[mode].limits(policy);
    const bound = acceptedUntil(ended[mode], effect, credentialSeconds, now);
    return [{ mode, count, effect, validUntil: new Date(Math.max(now, bound)).toISOString() }];
  });
}

/** None of them longer, in milliseconds since 1970. */
function acceptedUntil(
  { lastSeenAt, expiresAt }: SignInTally,
  effect: Effect,
  credentialSeconds: number,
  now: number,
): number {
  // The last credential was issued when the sign-in was last seen, or in the grace window after that.
  const lastSeen = lastSeenAt?.getTime() ?? now;
  const lastIssue = Math.min(now, lastSeen + REFRESH_GRACE_SECONDS * 1000);
  const bound = now + acceptedForMs(effect, lastIssue + credentialSeconds * 1000 - now);
  return Math.min(bound, expiresAt?.getTime() ?? bound);
}
