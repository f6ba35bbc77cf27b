import "server-only";
import { RateLimiterSQLite } from "rate-limiter-flexible";
import type { OpenDatabase } from "@/db/client";
import type { Atomically } from "@/lib/auth/parts";
import { sha256 } from "@/lib/auth/random";
import { ThrottledError } from "./throttled-error";

// Slows down guessing. Failures are counted per account and per address; a device on which the owner has
// signed in before has a count of its own, so that strangers who fail cannot lock the owner out (OWASP
// "device cookies"). Keys are hashed: the table names neither people nor addresses.

const MINUTE = 60;
/** Failures allowed within the window before the next attempt has to wait. */
export const LIMITS = {
  account: { points: 10, duration: 15 * MINUTE },
  address: { points: 100, duration: 15 * MINUTE },
  device: { points: 10, duration: 15 * MINUTE },
  signUp: { points: 30, duration: 15 * MINUTE },
} as const;
type LimitName = keyof typeof LIMITS;

export interface Throttle {
  /** Throws `ThrottledError` while this key has no attempts left. */
  check(limit: LimitName, key: string): Promise<void>;
  /** Counts a failure. */
  fail(limit: LimitName, key: string): Promise<void>;
  /** Forgets the failures of a key, after a success. */
  forgive(limit: LimitName, key: string): Promise<void>;
  /** Removes up to `limit` counters whose window is over. They count for nothing from that instant on. */
  deleteExpired(now: Date, limit: number): Promise<number>;
}

export function createThrottle(sqlite: OpenDatabase["sqlite"], atomically: Atomically): Throttle {
  const limiters = new Map(
    Object.entries(LIMITS).map(([name, limit]) => [
      name,
      new RateLimiterSQLite({
        storeClient: sqlite,
        storeType: "better-sqlite3",
        tableName: "rate_limits",
        tableCreated: true,
        // Housekeeping does it: the library's own timer leaves a rejection unhandled while the database is busy.
        clearExpiredByTimeout: false,
        keyPrefix: name,
        ...limit,
      }),
    ]),
  );
  const limiter = (name: LimitName): RateLimiterSQLite => {
    const found = limiters.get(name);
    if (!found) throw new Error(`There is no limit "${name}".`);
    return found;
  };
  const removeExpired = sqlite.prepare(
    "DELETE FROM rate_limits WHERE key IN (SELECT key FROM rate_limits WHERE expire <= ? LIMIT ?)",
  );
  const keyOf = (key: string) => sha256(key).toString("base64url");

  return {
    async check(limit, key) {
      const state = await limiter(limit).get(keyOf(key));
      if (state && (state.consumedPoints ?? 0) >= LIMITS[limit].points)
        throw new ThrottledError(Math.max(1, Math.ceil((state.msBeforeNext ?? 0) / 1000)));
    },
    fail: (limit, key) => atomically(async () => void (await limiter(limit).penalty(keyOf(key), 1))),
    async forgive(limit, key) {
      if (await limiter(limit).get(keyOf(key))) await atomically(() => limiter(limit).delete(keyOf(key)));
    },
    deleteExpired: (now, limit) => atomically(async () => removeExpired.run(now.getTime(), limit).changes),
  };
}
