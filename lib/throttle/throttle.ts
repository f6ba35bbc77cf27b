import "server-only";
import type { OpenDatabase } from "@/db/client";
import type { Clock } from "@/lib/auth/contract";
import type { Atomically } from "@/lib/auth/parts";
import { sha256 } from "@/lib/auth/random";
import { attempt } from "@/lib/auth/stores/sqlite/database";
import { ThrottledError } from "./throttled-error";

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
  /** Removes up to `limit` counters whose window is over. They count for nothing from that instant on. */
  deleteExpired(now: Date, limit: number): Promise<number>;
}

interface Row {
  points: number;
  /** When the window ends, in milliseconds since 1970. */
  expire: number;
}

/** Faults of the database are `AuthError("store_unavailable")`. Statements are prepared at once. */
export function createThrottle(
  sqlite: OpenDatabase["sqlite"],
  atomically: Atomically,
  clock: Clock,
): Throttle {
  const select = sqlite.prepare<[string], Row>("SELECT points, expire FROM rate_limits WHERE key = ?");
  const count = sqlite.prepare<{ key: string; now: number; end: number }, Row>(
    `INSERT INTO rate_limits (key, points, expire) VALUES (@key, 1, @end)
     ON CONFLICT (key) DO UPDATE SET
       points = CASE WHEN expire > @now THEN points + 1 ELSE 1 END,
       expire = CASE WHEN expire > @now THEN min(expire, @end) ELSE @end END
     RETURNING points, expire`,
  );
  const shorten = sqlite.prepare("UPDATE rate_limits SET expire = @end WHERE key = @key AND expire > @end");
  const remove = sqlite.prepare("DELETE FROM rate_limits WHERE key = ?");
  const removeExpired = sqlite.prepare(
    "DELETE FROM rate_limits WHERE key IN (SELECT key FROM rate_limits WHERE expire <= ? LIMIT ?)",
  );
  const write = <T>(work: () => T) => atomically(async () => attempt(work));
  const rowKey = (limit: LimitName, key: string) => `${limit}:${sha256(key).toString("base64url")}`;
  const windowFrom = (now: number, limit: LimitName) => now + LIMITS[limit].seconds * 1000;
  const refusal = (expire: number, now: number) =>
    new ThrottledError(Math.max(1, Math.ceil((expire - now) / 1000)));

  return {
    async check(limit, key, shares = 1) {
      const id = rowKey(limit, key);
      const row = attempt(() => select.get(id));
      const now = clock.now().getTime();
      if (!row || row.expire <= now || row.points < LIMITS[limit].points * shares) return;
      // Written while the clock was ahead: it must not close the key for longer than a window from now.
      const end = windowFrom(now, limit);
      if (row.expire > end) await write(() => shorten.run({ key: id, end }));
      throw refusal(Math.min(row.expire, end), now);
    },
    fail: (limit, key, shares = 1) =>
      atomically(async () => {
        const now = clock.now().getTime();
        const counted = { key: rowKey(limit, key), now, end: windowFrom(now, limit) };
        const row = attempt(() => count.get(counted));
        if (row && row.points > LIMITS[limit].points * shares) throw refusal(row.expire, now);
      }),
    async forgive(limit, key) {
      const id = rowKey(limit, key);
      if (attempt(() => select.get(id))) await write(() => remove.run(id));
    },
    deleteExpired: (now, limit) => write(() => removeExpired.run(now.getTime(), limit).changes),
  };
}
