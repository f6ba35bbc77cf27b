import "server-only";
import type { Effect, Guarantees, ModeName, SignInTally, UserId } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/create-auth";
import { REFRESH_GRACE_SECONDS } from "@/lib/auth/policy";
import type { Runtime } from "@/lib/session/runtime";
import type { Settings } from "@/lib/settings/settings-store";
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
export function endingsOf(
  { auth, settings }: Runtime,
  userId: UserId,
  ended: Tallies,
  by: keyof Pick<Guarantees, "revokeOne" | "revokeAll">,
): Ending[] {
  const policy = settings.get(userId);
  const now = Date.now();
  return MODE_NAMES.flatMap((mode) => {
    const { count } = ended[mode];
    if (count === 0) return [];
    const effect = auth.modes[mode].guarantees(policy)[by];
    const bound = acceptedUntil(ended[mode], effect, policy, now);
    return [{ mode, count, effect, validUntil: new Date(Math.max(now, bound)).toISOString() }];
  });
}

/** None of them longer, in milliseconds since 1970. */
function acceptedUntil(
  { lastSeenAt, expiresAt }: SignInTally,
  effect: Effect,
  { jwt }: Settings,
  now: number,
): number {
  if (effect === "immediate") return now;
  // The last access token was issued at the last refresh, or in the grace window after it.
  const lastSeen = lastSeenAt?.getTime() ?? now;
  const lastIssue = Math.min(now, lastSeen + REFRESH_GRACE_SECONDS * 1000);
  const bound =
    effect === "at_expiry" ? lastIssue + jwt.accessTtlSeconds * 1000 : now + effect.withinSeconds * 1000;
  return Math.min(bound, expiresAt?.getTime() ?? bound);
}
