import type { IssuePolicy, SignInPage } from "./contract";

// The limits and defaults a sign-in is issued with. All durations are seconds.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What an account may choose. The verifier refuses a longer JWT than `accessTtlSeconds.max`, whoever signed it. */
export const BOUNDS = {
  accessTtlSeconds: { min: 2, max: HOUR },
  idleTimeoutSeconds: { min: 2, max: 30 * DAY },
  absoluteTimeoutSeconds: { min: 2, max: 90 * DAY },
  cacheSeconds: { min: 0, max: MINUTE },
  /** Live sign-ins of a person, of both modes together. */
  maxSignIns: { min: 1, max: 1000 },
} as const;

export const DEFAULT_POLICY: IssuePolicy = {
  session: { idleTimeoutSeconds: 30 * MINUTE, absoluteTimeoutSeconds: 12 * HOUR, cacheSeconds: 0 },
  jwt: {
    alg: "ES256",
    accessTtlSeconds: 15 * MINUTE,
    revocation: "expiry-only",
    refreshIdleSeconds: 7 * DAY,
    refreshAbsoluteSeconds: 30 * DAY,
  },
};

/**
 * For so long a used refresh token still leads to its successor: long enough for parallel requests, other tabs
 * and a retry after a lost answer, short for a thief (RFC 9700 §4.14.2 leaves it to us).
 */
export const REFRESH_GRACE_SECONDS = 10;

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

/**
 * An access token is renewed so long before it expires: a tenth of its life for the way from the gate to the
 * page, at least half a second, at most ten.
 */
export function renewAheadSeconds(lifetimeSeconds: number): number {
  return Math.min(10, Math.max(0.5, lifetimeSeconds / 10));
}

/** Which part of a list of sign-ins is asked for, with the defaults for what is left out. */
export function wholePage({
  limit = 50,
  after,
  first = "newest",
}: SignInPage = {}): Required<Omit<SignInPage, "after">> & Pick<SignInPage, "after"> {
  return { limit, after, first };
}

/** The absolute limit of a sign-in, from when the person gave their password; `notAfter` can only shorten it. */
export function absoluteEnd(authenticatedAt: Date, limitSeconds: number, notAfter?: Date): Date {
  const end = authenticatedAt.getTime() + limitSeconds * 1000;
  return new Date(Math.min(end, notAfter?.getTime() ?? end));
}
