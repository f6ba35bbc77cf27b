// Owns the databases that the scale benchmarks look at: made for them, as the app opens and migrates its own,
// with the app's own stores and modes on top, and any number of rows.

import { randomBytes } from "node:crypto";
import { type OpenDatabase, openDatabase } from "../../db/sqlite/client";
import { migrateDatabase } from "../../db/sqlite/migrate";
import { createKeyring } from "../../lib/auth/codecs/keyring";
import type { Principal, UserId } from "../../lib/auth/contract";
import { type Auth, createAuth } from "../../lib/auth/create-auth";
import type { Stores } from "../../lib/auth/parts";
import { createSqliteStores } from "../../lib/auth/stores/sqlite";
import type { AuditStore } from "../../lib/stores/audit";
import type { CounterStore } from "../../lib/stores/counters";
import { createAuditStore } from "../../lib/stores/sqlite/audit";
import { createCounterStore } from "../../lib/stores/sqlite/counters";

export interface BenchDatabase extends OpenDatabase {
  stores: Stores;
  auth: Auth;
  pairAuth: Auth;
  audit: AuditStore;
  counters: CounterStore;
  people: number;
}

export const ORIGIN = "https://bench.example";

/** With as many people as `people` says and nothing else. */
export async function createBenchDatabase(file: string, people: number): Promise<BenchDatabase> {
  migrateDatabase(file);
  const database = openDatabase(file);
  const stores = createSqliteStores(database.db);
  const keyring = await createKeyring([
    { kty: "oct", k: randomBytes(32).toString("base64url"), kid: "bench", alg: "HS256" },
  ]);
  const sealPasswords = { "1": randomBytes(32).toString("base64url") };
  const shared = { issuer: ORIGIN, keyring, sealPasswords, refreshKey: randomBytes(32), stores };
  const bench = {
    ...database,
    stores,
    auth: createAuth({ ...shared, audience: ORIGIN }),
    pairAuth: createAuth({ ...shared, audience: `${ORIGIN}/pair` }),
    audit: createAuditStore(database.db, stores.atomically),
    counters: createCounterStore(database.sqlite, stores.atomically),
    people,
  };
  fill(bench, "users", people, 0);
  return bench;
}

/** The `index`th of the people. */
export function person(index: number): Principal {
  const userId = `u${String(index).padStart(20, "0")}` as UserId;
  return { userId, email: `${userId}@bench.example`, name: "Bench", role: "user" };
}

/** Random keys and a random owner in each, as in a table that has grown. `@expires` is milliseconds since 1970. */
const ROWS = {
  users: `INSERT INTO users SELECT printf('u%020d', i), printf('u%020d@bench.example', i), 'Bench', 'user', '', NULL, 0 FROM n`,
  sessions: `INSERT INTO sessions (id, token_hash, user_id, audience, created_at, authenticated_at, last_seen_at,
      idle_timeout_seconds, cache_seconds, expires_at, ip, user_agent)
    SELECT lower(hex(randomblob(11))), randomblob(32), printf('u%020d', abs(random()) % @people), '${ORIGIN}', 0, 0, 0,
      1800, 0, @expires, '192.0.2.7', 'Bench/1.0 (a user agent of about the usual length, with a few words)' FROM n`,
  families: `INSERT INTO refresh_families (id, user_id, audience, created_at, authenticated_at, last_seen_at,
      idle_timeout_seconds, expires_at, revoked_at, ip, user_agent)
    SELECT lower(hex(randomblob(11))), printf('u%020d', abs(random()) % @people), '${ORIGIN}', 0, 0, 0,
      1800, @expires, NULL, '192.0.2.7', 'Bench/1.0 (a user agent of about the usual length, with a few words)' FROM n`,
  tokens: `INSERT INTO refresh_tokens (token_hash, family_id, created_at)
    SELECT randomblob(32), id, 0 FROM refresh_families WHERE id NOT IN (SELECT family_id FROM refresh_tokens)`,
  denylist: `INSERT INTO denylist SELECT json_array('${ORIGIN}', '${ORIGIN}', lower(hex(randomblob(11)))), @expires FROM n`,
  versions: `INSERT INTO token_versions SELECT printf('u%020d', i), '${ORIGIN}', 1 FROM n`,
  events: `INSERT INTO audit_events (at, kind, user_id, session_id, mode, ip, user_agent, detail)
    SELECT @expires, 'sign-in', printf('u%020d', abs(random()) % @people), lower(hex(randomblob(11))), 'jwt', '192.0.2.7',
      'Bench/1.0 (a user agent of about the usual length, with a few words)', '{"newDevice":false}' FROM n`,
  limits: `INSERT INTO rate_limits SELECT 'account:' || lower(hex(randomblob(32))), 1, @expires FROM n`,
} as const;

/** Adds `count` rows of a kind; "tokens" gives every family without one its first. */
export function fill(
  { sqlite, people }: Pick<BenchDatabase, "sqlite" | "people">,
  kind: keyof typeof ROWS,
  count: number,
  expires: number,
): void {
  const numbers = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < @count - 1) ";
  const source = ROWS[kind].includes("FROM n") ? numbers + ROWS[kind] : ROWS[kind];
  const given = { count, people, expires };
  const used = Object.entries(given).filter(([name]) => source.includes(`@${name}`));
  sqlite.prepare(source).run(Object.fromEntries(used));
  // All of it goes to its place now, or the first measured checkpoint would have to take it there.
  sqlite.pragma("wal_checkpoint(TRUNCATE)");
}
