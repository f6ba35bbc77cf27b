import type { IssuePolicy, SigningAlg } from "./contract";

// The limits and defaults a sign-in is issued with. All durations are seconds.

export const SIGNING_ALGS = ["HS256", "RS256", "ES256", "EdDSA"] as const satisfies readonly SigningAlg[];

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What an account may choose. The verifier refuses a longer JWT than `accessTtlSeconds.max`, whoever signed it. */
export const BOUNDS = {
  accessTtlSeconds: { min: 2, max: HOUR },
  idleTimeoutSeconds: { min: 2, max: 30 * DAY },
  absoluteTimeoutSeconds: { min: 2, max: 90 * DAY },
} as const;

export const DEFAULT_POLICY: IssuePolicy = {
  session: { idleTimeoutSeconds: 30 * MINUTE, absoluteTimeoutSeconds: 12 * HOUR },
  jwt: { alg: "ES256", accessTtlSeconds: 15 * MINUTE },
};

/** The same as an account's settings start with them, flat as they are stored. */
export const DEFAULT_SETTINGS = {
  jwtAlg: DEFAULT_POLICY.jwt.alg,
  accessTtlSeconds: DEFAULT_POLICY.jwt.accessTtlSeconds,
  revocation: "expiry-only",
  refreshIdleSeconds: 7 * DAY,
  refreshAbsoluteSeconds: 30 * DAY,
  sessionIdleSeconds: DEFAULT_POLICY.session.idleTimeoutSeconds,
  sessionAbsoluteSeconds: DEFAULT_POLICY.session.absoluteTimeoutSeconds,
} as const;

/**
 * How far a token's `iat` may lie in our future, for issuers whose clock runs ahead (RFC 7519 §4.1.5 allows
 * "a small leeway"). Expiry gets none: a token is refused from its `exp` on (RFC 7519 §4.1.4).
 */
export const FUTURE_IAT_LEEWAY_SECONDS = 5;

/**
 * A session's `lastSeenAt` is written at most this often, or ten times an idle timeout where that is
 * shorter, so that a busy session costs one write a minute and a short idle timeout still slides.
 */
export function touchIntervalSeconds(idleTimeoutSeconds: number): number {
  return Math.min(MINUTE, idleTimeoutSeconds / 10);
}
