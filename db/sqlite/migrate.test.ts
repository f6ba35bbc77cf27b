import { createHash } from "node:crypto";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DatabaseError } from "../database-error";
import { openDatabase } from "./client";
import { migrateDatabase } from "./migrate";
import { users } from "./schema";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "migrate-"));
  file = path.join(folder, "coatcheck.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("openDatabase", () => {
  it("opens durably, patiently and with foreign keys", () => {
    const { sqlite } = openDatabase(file);
    const read = (name: string) => sqlite.pragma(name, { simple: true });
    expect(["journal_mode", "synchronous", "busy_timeout", "foreign_keys"].map(read)).toEqual([
      "wal",
      2,
      1000,
      1,
    ]);
    sqlite.close();
  });
});

describe("migrateDatabase", () => {
  it("creates the tables of the schema, and again changes nothing", () => {
    migrateDatabase(file);
    const { sqlite, db } = openDatabase(file);
    expect(db.select().from(users).all()).toEqual([]);
    sqlite.close();
    const before = digest();
    migrateDatabase(file);
    expect(digest()).toBe(before);
  });

  it("fills an empty file", () => {
    writeFileSync(file, "");
    migrateDatabase(file);
    expect(tables()).toContain("users");
  });

  it("applies only what is new, in one step, with rows and what refers to them kept", () => {
    migrateDatabase(file);
    run("INSERT INTO users VALUES ('u', 'a@b.c', 'A', 'user', 'x', NULL, 1)");
    run("INSERT INTO rate_limits VALUES ('k', 1, NULL)");
    const next = extendedMigrations(
      "CREATE TABLE copy AS SELECT * FROM users;--> statement-breakpoint\nDROP TABLE rate_limits;",
    );
    migrateDatabase(file, next);
    expect(tables()).toContain("copy");
    expect(tables()).not.toContain("rate_limits");
    migrateDatabase(file, next);
  });

  it("does not cascade when a migration rebuilds a table that others refer to", () => {
    migrateDatabase(file);
    run("INSERT INTO users VALUES ('u', 'a@b.c', 'A', 'user', 'x', NULL, 1)");
    run("INSERT INTO settings VALUES ('u', 'jwt', 'ES256', 1, 'expiry-only', 1, 1, 1, 1, 0, 50)");
    const rebuild =
      "CREATE TABLE new_users AS SELECT * FROM users;--> statement-breakpoint\n" +
      "DROP TABLE users;--> statement-breakpoint\n" +
      "CREATE TABLE users (id text PRIMARY KEY);--> statement-breakpoint\n" +
      "INSERT INTO users SELECT id FROM new_users;";
    migrateDatabase(file, extendedMigrations(rebuild));
    expect(run("SELECT count(*) AS n FROM settings")).toEqual([{ n: 1 }]);
  });

  it("takes back a migration that fails half-way", () => {
    migrateDatabase(file);
    const broken = extendedMigrations("CREATE TABLE half (id);--> statement-breakpoint\nCREATE NONSENSE;");
    expect(failure(broken)).toMatch(/syntax error/);
    expect(tables()).not.toContain("half");
  });

  it("refuses a database of a newer version and leaves it byte for byte", () => {
    migrateDatabase(file, extendedMigrations("CREATE TABLE future (id);"));
    const before = digest();
    expect(failure()).toMatch(/was written by a newer version of Coatcheck/);
    expect(digest()).toBe(before);
  });

  it("refuses a newer database whose last writes are still in the write-ahead log", () => {
    migrateDatabase(file);
    const writer = openDatabase(file);
    writer.sqlite.exec("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('x', 9999999999999)");
    const before = digest();
    expect(failure()).toMatch(/newer version/);
    expect(digest()).toBe(before);
    writer.sqlite.close();
  });

  it("refuses what is no database and leaves it byte for byte", () => {
    for (const content of ["hello", "x".repeat(100_000), "SQLite format 3\0"]) {
      writeFileSync(file, content);
      expect(failure()).toMatch(/is not an SQLite database|is damaged/);
      expect(readFileSync(file, "utf8")).toBe(content);
    }
  });

  it("refuses a damaged database and leaves it byte for byte", () => {
    migrateDatabase(file);
    const content = readFileSync(file);
    for (const spoil of [
      () => content.subarray(0, content.length / 2),
      () => Buffer.from(content).fill(0x5a, 4096, 12_288),
      () => Buffer.concat([content.subarray(0, 100), Buffer.alloc(content.length - 100)]),
    ]) {
      writeFileSync(file, spoil());
      const before = digest();
      expect(failure()).toMatch(/is damaged|is not an SQLite database/);
      expect(digest()).toBe(before);
    }
  });

  it("refuses the database of another program and leaves it byte for byte", () => {
    run("CREATE TABLE notes (id)");
    const before = digest();
    expect(failure()).toMatch(/is the database of another program/);
    expect(digest()).toBe(before);
  });

  it("says why it cannot write", () => {
    // These hold for root as well, whom permission bits do not stop.
    file = folder;
    expect(failure()).toMatch(/is not a file/);
    file = path.join(folder, "absent", "coatcheck.db");
    expect(failure()).toMatch(/directory does not exist/);
    file = "/proc/coatcheck.db";
    expect(failure()).toMatch(/cannot be opened for writing|disk I\/O error/);
  });
});

function failure(migrations?: string): string {
  try {
    migrateDatabase(file, migrations);
  } catch (error) {
    expect(error).toBeInstanceOf(DatabaseError);
    if (error instanceof DatabaseError) {
      expect(error.message).not.toMatch(/[\r\n]/);
      expect(error.message.startsWith(file)).toBe(true);
      return error.message;
    }
  }
  throw new Error("expected a DatabaseError");
}

function run(sql: string): unknown {
  const sqlite = new Database(file);
  try {
    const statement = sqlite.prepare(sql);
    return statement.reader ? statement.all() : statement.run();
  } finally {
    sqlite.close();
  }
}

function tables(): unknown[] {
  const sqlite = new Database(file);
  const names = sqlite.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  sqlite.close();
  return names;
}

function digest(): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

/** The project's migrations and one more. */
function extendedMigrations(sql: string): string {
  const copy = path.join(folder, "migrations");
  cpSync(path.join(import.meta.dirname, "migrations"), copy, { recursive: true });
  appendFileSync(path.join(copy, "9999_next.sql"), sql);
  const journal = path.join(copy, "meta/_journal.json");
  const parsed: { entries: object[] } = JSON.parse(readFileSync(journal, "utf8"));
  parsed.entries.push({
    idx: 9999,
    version: "6",
    when: 8_000_000_000_000,
    tag: "9999_next",
    breakpoints: true,
  });
  writeFileSync(journal, JSON.stringify(parsed));
  return copy;
}
