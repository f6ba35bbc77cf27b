import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { keepPrivate } from "./private-file";
import { openDatabase } from "./sqlite/client";
import { migrateDatabase } from "./sqlite/migrate";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "private-"));
  file = path.join(folder, "coatcheck.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

const all = () => [file, `${file}-wal`, `${file}-shm`];
const modes = () => all().map((one) => (statSync(one).mode & 0o777).toString(8));

it("a new database and what lies beside it are readable by their owner only", () => {
  migrateDatabase(file);
  const { sqlite } = openDatabase(file);
  sqlite.exec("INSERT INTO rate_limits VALUES ('k', 1, NULL)");
  expect(modes()).toEqual(["600", "600", "600"]);
  sqlite.close();
});

it("one that others could read is taken from them, with all it holds, and that is said once", () => {
  const { sqlite } = openDatabase(file);
  sqlite.exec("CREATE TABLE kept (id)");
  for (const one of all()) chmodSync(one, 0o644);
  const said = keepPrivate(file);
  expect(said).toEqual(
    all().map((one) => `${one} could be read or written by others (mode 0644); it is now 0600`),
  );
  expect(modes()).toEqual(["600", "600", "600"]);
  expect(keepPrivate(file)).toEqual([]);
  sqlite.exec("INSERT INTO kept VALUES (1)");
  sqlite.close();
});

it("what is no file keeps its rights", () => {
  mkdirSync(file, { mode: 0o755 });
  expect(keepPrivate(file)).toEqual([]);
  expect(statSync(file).mode & 0o777).toBe(0o755);
});
