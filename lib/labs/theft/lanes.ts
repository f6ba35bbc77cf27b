import type { StrategyName } from "@/lib/auth/contract";
import { jwtPolicy, sessionPolicy } from "../common/policies";
import type { LaneSpec } from "../contract";

// The six ways of staying signed in that a thief tries: with nothing to exchange, with a refresh token that is good
// for ever, and with rotation behind three windows of grace.

export interface TheftTerms {
  accessSeconds: number;
  /** How an access token is ended before its time; the same in all lanes that have one. */
  revocation: StrategyName;
}

export const NO_ROTATION = "no-rotation";
export const GRACES = [0, 10, 30] as const;
export const graceLane = (seconds: number): string => `grace-${seconds}`;

export function theftLanes({ accessSeconds, revocation }: TheftTerms): LaneSpec[] {
  const policy = jwtPolicy({ revocation, accessTtlSeconds: accessSeconds });
  return [
    { id: "session", label: "Database session", mode: "session", policy: sessionPolicy() },
    { id: "jwt-alone", label: "JWT alone", mode: "jwt", policy, keepsRefreshToken: false },
    // Without rotation no token is ever used up, so there is no window of grace.
    { id: NO_ROTATION, label: "JWT, no rotation", mode: "jwt", policy, graceSeconds: 0 },
    ...GRACES.map((graceSeconds) => ({
      id: graceLane(graceSeconds),
      label: `JWT, rotation, grace ${graceSeconds} s`,
      mode: "jwt" as const,
      policy,
      graceSeconds,
    })),
  ];
}

/** The lanes with refresh tokens. */
export const REFRESHING: readonly string[] = [NO_ROTATION, ...GRACES.map(graceLane)];
