import type { RevocationStore } from "../../parts";
import { type Postgres, statement } from "./database";

// The denylist and the token versions in PostgreSQL.

const DENY = statement(
  "denylist.deny",
  `INSERT INTO denylist (key, expires_at) SELECT unnest($1::text[]), $2
   ON CONFLICT (key) DO UPDATE SET expires_at = greatest(denylist.expires_at, excluded.expires_at)`,
);
const IS_DENIED = statement("denylist.isDenied", "SELECT expires_at FROM denylist WHERE key = $1");
const REMOVE_EXPIRED = statement(
  "denylist.removeExpired",
  `DELETE FROM denylist WHERE key = ANY(ARRAY
   (SELECT key FROM denylist WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED))`,
);
const VERSION = statement(
  "versions.read",
  "SELECT version FROM token_versions WHERE user_id = $1 AND audience = $2",
);
const BUMP = statement(
  "versions.bump",
  `INSERT INTO token_versions (user_id, audience, version) VALUES ($1, $2, 1)
   ON CONFLICT (user_id, audience) DO UPDATE SET version = token_versions.version + 1 RETURNING version`,
);
const FORGET = statement("versions.forget", "DELETE FROM token_versions WHERE user_id = $1");

export function createPostgresRevocationStore({ send }: Postgres): RevocationStore {
  return {
    async deny(keys, until) {
      // A row at most once in a statement, and always in one order, so that two that meet do not wait for each other.
      const each = [...new Set(keys)].sort();
      if (each.length > 0) await send(DENY, [each, until.getTime()]);
    },
    async isDenied(key, now) {
      const [row] = (await send<{ expires_at: number }>(IS_DENIED, [key])).rows;
      return row !== undefined && now.getTime() < row.expires_at;
    },
    async version(userId, audience) {
      return (await send<{ version: number }>(VERSION, [userId, audience])).rows[0]?.version ?? 0;
    },
    async bumpVersion(userId, audience) {
      // RETURNING answers with the row that was written, always.
      return (await send<{ version: number }>(BUMP, [userId, audience])).rows[0]?.version ?? 1;
    },
    async forgetVersions(userId) {
      await send(FORGET, [userId]);
    },
    async deleteExpired(now, limit) {
      return (await send(REMOVE_EXPIRED, [now.getTime(), limit])).rowCount ?? 0;
    },
  };
}
