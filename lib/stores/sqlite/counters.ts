import type { OpenDatabase } from "@/db/sqlite/client";
import type { Atomically } from "@/lib/auth/parts";
import { attempt, writerOf } from "@/lib/auth/stores/sqlite/database";
import type { Counter, CounterStore } from "../counters";

// Counters of failures in SQLite.

/** Statements are prepared at once. */
export function createCounterStore(sqlite: OpenDatabase["sqlite"], atomically: Atomically): CounterStore {
  const select = sqlite.prepare<[string], Counter>("SELECT points, expire FROM rate_limits WHERE key = ?");
  const count = sqlite.prepare<{ key: string; now: number; end: number }, Counter>(
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
  const write = writerOf(atomically);

  return {
    async read(key) {
      return attempt(() => select.get(key)) ?? null;
    },
    // RETURNING answers with the row that was written, always.
    count: (key, now, end) => write(() => count.get({ key, now, end }) ?? { points: 1, expire: end }),
    shorten: (key, end) => write(() => void shorten.run({ key, end })),
    remove: (key) => write(() => void remove.run(key)),
    deleteExpired: (now, limit) => write(() => removeExpired.run(now.getTime(), limit).changes),
  };
}
