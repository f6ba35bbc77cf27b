import { type Postgres, statement } from "@/lib/auth/stores/postgres/database";
import type { Counter, CounterStore } from "../counters";

// Counters of failures in PostgreSQL.

const READ = statement("counters.read", "SELECT points, expire FROM rate_limits WHERE key = $1");
const COUNT = statement(
  "counters.count",
  `INSERT INTO rate_limits AS l (key, points, expire) VALUES ($1, 1, $3)
   ON CONFLICT (key) DO UPDATE SET
     points = CASE WHEN l.expire > $2 THEN l.points + 1 ELSE 1 END,
     expire = CASE WHEN l.expire > $2 THEN least(l.expire, $3) ELSE $3 END
   RETURNING points, expire`,
);
const SHORTEN = statement(
  "counters.shorten",
  "UPDATE rate_limits SET expire = $2 WHERE key = $1 AND expire > $2",
);
const REMOVE = statement("counters.remove", "DELETE FROM rate_limits WHERE key = $1");
const REMOVE_EXPIRED = statement(
  "counters.removeExpired",
  `DELETE FROM rate_limits WHERE key = ANY(ARRAY
   (SELECT key FROM rate_limits WHERE expire <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED))`,
);

type CounterRow = { [Name in keyof Counter]: Counter[Name] };

export function createCounterStore({ send }: Postgres): CounterStore {
  return {
    async read(key) {
      return (await send<CounterRow>(READ, [key])).rows[0] ?? null;
    },
    async count(key, now, end) {
      // RETURNING answers with the row that was written, always.
      return (await send<CounterRow>(COUNT, [key, now, end])).rows[0] ?? { points: 1, expire: end };
    },
    async shorten(key, end) {
      await send(SHORTEN, [key, end]);
    },
    async remove(key) {
      await send(REMOVE, [key]);
    },
    async deleteExpired(now, limit) {
      return (await send(REMOVE_EXPIRED, [now.getTime(), limit])).rowCount ?? 0;
    },
  };
}
