// Owns bringing a PostgreSQL database up to date. It looks before it touches: what belongs to another program or to a
// newer build is refused unchanged. Several instances may start together: one migrates, the others wait.

import path from "node:path";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import type { ClientBase } from "pg";
import { DatabaseError } from "../database-error";

/** From the root of the project, where everything of ours runs. */
const MIGRATIONS = path.resolve(/* turbopackIgnore: true */ "db/postgres/migrations");
/** What has been applied; `created_at` is the migration's `when`. */
const TABLE = "__drizzle_migrations";
/** Any number that no other program on this database is likely to lock. */
const LOCK = 2_025_071_801;
/** Longer than another start needs to migrate. */
const LOCK_WAIT_MS = 30_000;

/**
 * Creates or updates the tables in one transaction. `place` names the database in messages. Throws `DatabaseError`; then
 * nothing has been changed.
 */
export async function migratePostgres(client: ClientBase, place: string, folder = MIGRATIONS): Promise<void> {
  const migrations = readMigrationFiles({ migrationsFolder: folder });
  await client.query("BEGIN");
  try {
    await client.query(`SET LOCAL lock_timeout = ${LOCK_WAIT_MS}`);
    // Ends with the transaction, on whichever connection a pooler gives it.
    await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
    await refuseUnfit(client, place);
    await lockRow(client);
    await applyPending(client, place, migrations);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}

async function refuseUnfit(client: ClientBase, place: string): Promise<void> {
  const { rows } = await client.query<{ encoding: string; readonly: string; tables: string[] }>(
    `SELECT current_setting('server_encoding') AS encoding, current_setting('transaction_read_only') AS readonly,
       ARRAY(SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()) AS tables`,
  );
  const [found] = rows;
  if (found?.encoding !== "UTF8")
    throw new DatabaseError(`${place} keeps text as ${found?.encoding}, not as UTF8`);
  if (found.readonly === "on") throw new DatabaseError(`${place} can only be read: it may be a standby`);
  if (found.tables.length > 0 && !found.tables.includes(TABLE))
    throw new DatabaseError(`${place} is the database of another program: it has tables, but not ${TABLE}`);
}

/** Some servers that speak PostgreSQL's language have advisory locks that lock nothing. A row holds everywhere. */
async function lockRow(client: ClientBase): Promise<void> {
  await client.query(
    `CREATE TABLE IF NOT EXISTS ${TABLE} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, hash text NOT NULL, created_at bigint NOT NULL UNIQUE)`,
  );
  await client.query(
    `INSERT INTO ${TABLE} (hash, created_at) VALUES ('the row that is locked', 0) ON CONFLICT (created_at) DO NOTHING`,
  );
  await client.query(`SELECT 1 FROM ${TABLE} WHERE created_at = 0 FOR UPDATE`);
}

async function applyPending(client: ClientBase, place: string, migrations: MigrationMeta[]): Promise<void> {
  const { rows } = await client.query<{ hash: string; created_at: number | string }>(
    `SELECT hash, created_at FROM ${TABLE} WHERE created_at > 0`,
  );
  const known = new Map(migrations.map(({ folderMillis, hash }) => [folderMillis, hash]));
  // Each of them, not the last alone: one that was made on another branch may be older.
  if (rows.some(({ hash, created_at }) => known.get(Number(created_at)) !== hash))
    throw new DatabaseError(`${place} was written by a newer version of Coatcheck; start that version`);
  const done = new Set(rows.map(({ created_at }) => Number(created_at)));
  for (const { sql, hash, folderMillis } of migrations.filter((each) => !done.has(each.folderMillis))) {
    for (const statement of sql) await client.query(statement);
    await client.query(`INSERT INTO ${TABLE} (hash, created_at) VALUES ($1, $2)`, [hash, folderMillis]);
  }
}
