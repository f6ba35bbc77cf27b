// Owns bringing a database up to date. It looks before it touches: a file that is no database, is damaged,
// belongs to another program or to a newer build is refused while it is still byte for byte as it was.

import { existsSync, statSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import { DatabaseError } from "../database-error";
import { openDatabase } from "./client";

/** From the root of the project, where everything of ours runs: what is bundled lies elsewhere. */
const MIGRATIONS = path.resolve(/* turbopackIgnore: true */ "db/sqlite/migrations");
/** Where drizzle keeps what has been applied; `created_at` is the migration's `when`. */
const TABLE = "__drizzle_migrations";
/** Above this, reading the whole file at every start would cost too long. */
const CHECK_UP_TO_BYTES = 256 * 1024 * 1024;
/** Longer than another start needs to migrate. */
const LOCK_WAIT_MS = 5000;

/**
 * Creates or updates the database. Two processes may do it at once: one migrates, the other waits and finds
 * nothing left to do. Throws `DatabaseError`; then nothing has been changed.
 */
export function migrateDatabase(file: string, folder = MIGRATIONS): void {
  const migrations = readMigrationFiles({ migrationsFolder: folder });
  try {
    patiently(() => {
      if (existsSync(file)) inspect(file, migrations);
      apply(file, migrations);
    });
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    throw new DatabaseError(`${file} ${explain(error)}`);
  }
}

/** The same tables in a database that is open and empty, such as one in memory. */
export function makeTables(sqlite: Database.Database): void {
  applyPending(sqlite, readMigrationFiles({ migrationsFolder: MIGRATIONS }));
}

/** SQLite waits for locks by itself, except while another process turns a new file to WAL. */
function patiently(work: () => void): void {
  const until = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      work();
      return;
    } catch (error) {
      if (!errorCode(error).startsWith("SQLITE_BUSY") || Date.now() > until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
  }
}

/** Refuses what is not ours to change. Reads only. */
function inspect(file: string, migrations: MigrationMeta[]): void {
  const stats = statSync(file);
  if (!stats.isFile()) throw new DatabaseError(`${file} is not a file`);
  // An empty file is an empty database: SQLite itself leaves one when it is stopped early.
  if (stats.size === 0) return;
  const sqlite = new Database(file, { readonly: true, fileMustExist: true, timeout: LOCK_WAIT_MS });
  try {
    if (stats.size <= CHECK_UP_TO_BYTES) refuseDamage(file, sqlite);
    refuseForeign(file, sqlite);
    refuseNewer(file, sqlite, migrations);
  } finally {
    sqlite.close();
  }
}

function refuseDamage(file: string, sqlite: Database.Database): void {
  const verdict = sqlite.pragma("quick_check(1)", { simple: true });
  if (verdict !== "ok") throw new DatabaseError(`${file} is damaged: ${firstLine(verdict)}`);
}

function refuseForeign(file: string, sqlite: Database.Database): void {
  const tables = sqlite
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all();
  if (tables.length > 0 && !tables.includes(TABLE)) {
    throw new DatabaseError(`${file} is the database of another program: it has tables, but not ${TABLE}`);
  }
}

function refuseNewer(file: string, sqlite: Database.Database, migrations: MigrationMeta[]): void {
  const known = new Set(migrations.map((migration) => migration.folderMillis));
  if (applied(sqlite).some((when) => !known.has(when))) {
    throw new DatabaseError(
      `${file} was written by a newer version of Coatcheck; start that version, or choose another DATA_DIR`,
    );
  }
}

function applied(sqlite: Database.Database): number[] {
  const exists = sqlite.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(TABLE);
  if (!exists) return [];
  return sqlite.prepare(`SELECT created_at FROM ${TABLE}`).pluck().all().map(Number);
}

/**
 * drizzle's own runner takes no lock before it looks, so two first starts could both create the tables; and
 * it runs with foreign keys on, where rebuilding a table deletes what refers to it. Otherwise the same:
 * the same files, the same table.
 */
function apply(file: string, migrations: MigrationMeta[]): void {
  const { sqlite } = openDatabase(file);
  try {
    sqlite.pragma(`busy_timeout = ${LOCK_WAIT_MS}`);
    sqlite.pragma("foreign_keys = OFF");
    sqlite.transaction(() => applyPending(sqlite, migrations)).immediate();
  } finally {
    sqlite.close();
  }
}

function applyPending(sqlite: Database.Database, migrations: MigrationMeta[]): void {
  sqlite.exec(
    `CREATE TABLE IF NOT EXISTS ${TABLE} (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)`,
  );
  const done = new Set(applied(sqlite));
  const pending = migrations.filter((migration) => !done.has(migration.folderMillis));
  const record = sqlite.prepare(`INSERT INTO ${TABLE} (hash, created_at) VALUES (?, ?)`);
  for (const migration of pending) {
    for (const statement of migration.sql) sqlite.exec(statement);
    record.run(migration.hash, migration.folderMillis);
  }
  const broken = sqlite.pragma("foreign_key_check");
  if (Array.isArray(broken) && broken.length > 0) {
    throw new Error(`after the update ${broken.length} rows would refer to rows that do not exist`);
  }
}

function explain(error: unknown): string {
  const code = errorCode(error);
  if (code === "SQLITE_NOTADB") return "is not an SQLite database";
  if (code.startsWith("SQLITE_CORRUPT")) return `is damaged: ${firstLine(error)}`;
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED"))
    return "is in use by another program";
  if (/^SQLITE_(READONLY|CANTOPEN|PERM)/.test(code)) return "cannot be opened for writing";
  return `cannot be used: ${firstLine(error)}`;
}

/** SQLite's reports can have a line for every damaged page. */
function firstLine(report: unknown): string {
  const text = report instanceof Error ? report.message : String(report);
  return text.split("\n").find((line) => line.trim() !== "" && !line.startsWith("***")) ?? text.trim();
}

function errorCode(error: unknown): string {
  return error instanceof Database.SqliteError ? error.code : "";
}
