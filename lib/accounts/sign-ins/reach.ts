import "server-only";
import type { Effect, Limits, ModeName, UserId } from "@/lib/auth/contract";
import { acceptedForMs } from "@/lib/auth/effect";
import { MODE_NAMES } from "@/lib/auth/names";
import type { AccountParts } from "../parts";
import { endingsOf } from "./endings";
import type { Tallies } from "./sign-ins";

// How far an act of an admin reaches, mode by mode: what it means for the credentials that a person already
// holds. Computed from what each mode guarantees under that person's settings; knows no act and no words.

/** `ceilingSeconds` is the bound for what was issued under earlier settings. */
export interface Reach extends Pick<Limits, "strategy" | "ceilingSeconds"> {
  mode: ModeName;
  /** Sign-ins that were live and are ended. */
  ended: number;
  effect: Effect;
  /** For so long at most a credential that is already out is accepted after the act. */
  boundSeconds: number;
  /** ISO 8601: when the last of the ended ones is refused. Null where none was live. */
  validUntil: string | null;
}

/** Of ending all sign-ins; `live` are those that there were. Both modes, also without a live one: a token may outlive its sign-in. */
export async function reachOf(parts: AccountParts, userId: UserId, live: Tallies): Promise<Reach[]> {
  const policy = await parts.settings.get(userId);
  const endings = await endingsOf(parts, userId, live, "revokeAll");
  return MODE_NAMES.map((mode) => {
    const effect = parts.auth.modes[mode].guarantees(policy).revokeAll;
    const { strategy, credentialSeconds, ceilingSeconds } = parts.auth.modes[mode].limits(policy);
    const ending = endings.find((candidate) => candidate.mode === mode);
    return {
      mode,
      effect,
      strategy,
      ended: ending?.count ?? 0,
      boundSeconds: acceptedForMs(effect, credentialSeconds * 1000) / 1000,
      validUntil: ending?.validUntil ?? null,
      ceilingSeconds,
    };
  });
}
