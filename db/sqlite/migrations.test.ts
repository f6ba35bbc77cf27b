// What single migrations do with the rows that are there already: a database of before, then the update.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openDatabase } from "./client";
import { migrateDatabase } from "./migrate";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "migrations-"));
  file = path.join(folder, "coatcheck.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

it("0003 keeps who is a demo account, and every row that refers to an account", () => {
  migrateDatabase(file, migrationsBefore("0003_demo_accounts"));
  execute(`
    INSERT INTO users VALUES ('a', 'alice@example.com', 'Alice', 'user', 'x', NULL, 1, 1);
    INSERT INTO users VALUES ('c', 'carol@example.com', 'Carol', 'admin', 'y', 2, 3, 0);
    INSERT INTO settings VALUES ('a', 'jwt', 'ES256', 1, 'denylist', 1, 1, 1, 1, 0, NULL);
  `);
  migrateDatabase(file);
  expect(read("SELECT user_id FROM demo_accounts")).toEqual([{ user_id: "a" }]);
  expect(read("SELECT user_id FROM settings")).toEqual([{ user_id: "a" }]);
  expect(read("SELECT * FROM users WHERE id = 'c'")).toEqual([
    {
      id: "c",
      email: "carol@example.com",
      name: "Carol",
      role: "admin",
      password_hash: "y",
      disabled_at: 2,
      created_at: 3,
    },
  ]);
  expect(read("SELECT count(*) AS people FROM users")).toEqual([{ people: 2 }]);
});

it("0004 gives who had no limit of sign-ins one of 50, and leaves the others theirs", () => {
  migrateDatabase(file, migrationsBefore("0004_bounded_sign_ins"));
  execute(`
    INSERT INTO users VALUES ('a', 'alice@example.com', 'Alice', 'user', 'x', NULL, 1);
    INSERT INTO users VALUES ('c', 'carol@example.com', 'Carol', 'user', 'y', NULL, 1);
    INSERT INTO settings VALUES ('a', 'jwt', 'ES256', 1, 'denylist', 2, 3, 4, 5, 6, NULL);
    INSERT INTO settings VALUES ('c', 'session', 'HS256', 1, 'denylist', 2, 3, 4, 5, 6, 7);
  `);
  migrateDatabase(file);
  expect(read("SELECT user_id, auth_mode, session_cache_seconds, max_sign_ins FROM settings")).toEqual([
    { user_id: "a", auth_mode: "jwt", session_cache_seconds: 6, max_sign_ins: 50 },
    { user_id: "c", auth_mode: "session", session_cache_seconds: 6, max_sign_ins: 7 },
  ]);
});

function execute(sql: string): void {
  const { sqlite } = openDatabase(file);
  sqlite.exec(sql);
  sqlite.close();
}

function read(query: string): unknown[] {
  const { sqlite } = openDatabase(file);
  const found = sqlite.prepare(query).all();
  sqlite.close();
  return found;
}

/** The project's migrations up to this one, without it. */
function migrationsBefore(tag: string): string {
  const copy = path.join(folder, "migrations");
  cpSync(path.join(import.meta.dirname, "migrations"), copy, { recursive: true });
  const journal = path.join(copy, "meta/_journal.json");
  const parsed: { entries: { tag: string }[] } = JSON.parse(readFileSync(journal, "utf8"));
  const entries = parsed.entries.slice(
    0,
    parsed.entries.findIndex((entry) => entry.tag === tag),
  );
  writeFileSync(journal, JSON.stringify({ ...parsed, entries }));
  return copy;
}
