import "server-only";
import type { Clock } from "@/lib/auth/contract";
import type { Atomically } from "@/lib/auth/parts";
import { sha256 } from "@/lib/auth/random";
import { ThrottledError } from "@/lib/errors/throttled";
import type { CounterStore } from "@/lib/stores/counters";

// Slows down guessing. Failures are counted per account and per network; a device on which the owner has
// signed in before has a count of its own, so that strangers who fail cannot lock the owner out (OWASP
// "device cookies"). In the database, because a restart must not give a guesser new attempts. Keys are hashed:
// the table names neither people nor addresses. What succeeds is counted by budgets.ts.

const MINUTE = 60;
/** Failures allowed within the window before the next attempt has to wait. */
export const LIMITS = {
  account: { points: 10, seconds: 15 * MINUTE },
  address: { points: 100, seconds: 15 * MINUTE },
  device: { points: 10, seconds: 15 * MINUTE },
  signUp: { points: 30, seconds: 15 * MINUTE },
} as const;

type LimitName = keyof typeof LIMITS;

/** `shares`: how many times the limit this key has; more than 1 for a network with many customers. */
export interface Throttle {
  /** Throws `ThrottledError` while this key has no attempts left. */
  check(limit: LimitName, key: string, shares?: number): Promise<void>;
  /**
   * Counts a failure; throws `ThrottledError` and counts nothing where no attempt was left. Who failed must hear of
   * it only after this: then of guesses made at once, in whatever process, no more are answered than of guesses made
   * one after the other.
   */
  fail(limit: LimitName, key: string, shares?: number): Promise<void>;
  /** Forgets the failures of a key, after a success. */
  forgive(limit: LimitName, key: string): Promise<void>;
}

/** Faults of the store are `AuthError("store_unavailable")`. */
export function createThrottle(counters: CounterStore, atomically: Atomically, clock: Clock): Throttle {
  const rowKey = (limit: LimitName, key: string) => `${limit}:${sha256(key).toString("base64url")}`;
  const windowFrom = (now: number, limit: LimitName) => now + LIMITS[limit].seconds * 1000;
  const refusal = (expire: number, now: number) =>
    new ThrottledError(Math.max(1, Math.ceil((expire - now) / 1000)));

  return {
    async check(limit, key, shares = 1) {
      const id = rowKey(limit, key);
      const counter = await counters.read(id);
      const now = clock.now().getTime();
      if (!counter || counter.expire <= now || counter.points < LIMITS[limit].points * shares) return;
      // Written while the clock was ahead: it must not close the key for longer than a window from now.
      const end = windowFrom(now, limit);
      if (counter.expire > end) await counters.shorten(id, end);
      throw refusal(Math.min(counter.expire, end), now);
    },
    // In a transaction, so that what is refused is not counted.
    fail: (limit, key, shares = 1) =>
      atomically(async () => {
        const now = clock.now().getTime();
        const { points, expire } = await counters.count(rowKey(limit, key), now, windowFrom(now, limit));
        if (points > LIMITS[limit].points * shares) throw refusal(expire, now);
      }),
    async forgive(limit, key) {
      const id = rowKey(limit, key);
      if (await counters.read(id)) await counters.remove(id);
    },
  };
}
