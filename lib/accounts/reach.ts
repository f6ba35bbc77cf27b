import "server-only";
import type { Effect, IssuePolicy, ModeName, StrategyName, UserId } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/create-auth";
import { BOUNDS } from "@/lib/auth/policy";
import type { Runtime } from "@/lib/session/runtime";
import { endingsOf } from "./endings";
import type { Tallies } from "./sign-ins";

// How far an act of an admin reaches, mode by mode: what it means for the credentials that a person already
// holds. Computed from what each mode guarantees under that person's settings; knows no act and no words.

export interface Reach {
  mode: ModeName;
  /** How a JWT's revocation is checked under the account's settings; null where a mode has no choice. */
  strategy: StrategyName | null;
  /** Sign-ins that were live and are ended. */
  ended: number;
  effect: Effect;
  /** For so long at most a credential that is already out is accepted after the act. */
  boundSeconds: number;
  /** ISO 8601: when the last of the ended ones is refused. Null where none was live. */
  validUntil: string | null;
  /** The bound for what was issued under earlier settings: nobody could choose more. */
  ceilingSeconds: number;
}

const STRATEGY: Readonly<Record<ModeName, (policy: IssuePolicy) => StrategyName | null>> = {
  session: () => null,
  jwt: ({ jwt }) => jwt.revocation,
};

/** How long a credential lives that nothing ends. */
const LIFETIME_SECONDS: Readonly<Record<ModeName, (policy: IssuePolicy) => number>> = {
  session: ({ session }) => session.absoluteTimeoutSeconds,
  jwt: ({ jwt }) => jwt.accessTtlSeconds,
};

const CEILING_SECONDS: Readonly<Record<ModeName, number>> = {
  session: BOUNDS.cacheSeconds.max,
  jwt: BOUNDS.accessTtlSeconds.max,
};

/** Of ending all sign-ins; `live` are those that there were. Both modes, also without a live one: a token may outlive its sign-in. */
export function reachOf(runtime: Runtime, userId: UserId, live: Tallies): Reach[] {
  const policy = runtime.settings.get(userId);
  const endings = endingsOf(runtime, userId, live, "revokeAll");
  return MODE_NAMES.map((mode) => {
    const effect = runtime.auth.modes[mode].guarantees(policy).revokeAll;
    const ending = endings.find((candidate) => candidate.mode === mode);
    return {
      mode,
      effect,
      strategy: STRATEGY[mode](policy),
      ended: ending?.count ?? 0,
      boundSeconds: boundSeconds(effect, LIFETIME_SECONDS[mode](policy)),
      validUntil: ending?.validUntil ?? null,
      ceilingSeconds: CEILING_SECONDS[mode],
    };
  });
}

function boundSeconds(effect: Effect, lifetimeSeconds: number): number {
  if (effect === "immediate") return 0;
  return effect === "at_expiry" ? lifetimeSeconds : effect.withinSeconds;
}
