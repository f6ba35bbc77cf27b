import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { createSqliteStores } from "@/lib/auth/stores/sqlite";
import { createThrottle, LIMITS, type Throttle } from "./throttle";
import { isThrottled, ThrottledError } from "./throttled-error";

const MINUTE = 60_000;
let folder: string;
let file: string;
let sqlite: Database.Database;
let throttle: Throttle;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  folder = mkdtempSync(path.join(tmpdir(), "throttle-"));
  file = path.join(folder, "coatcheck.db");
  migrateDatabase(file);
  const database = openDatabase(file);
  sqlite = database.sqlite;
  throttle = createThrottle(sqlite, createSqliteStores(database.db).atomically);
});
afterEach(() => {
  vi.useRealTimers();
  if (sqlite.open) sqlite.close();
  rmSync(folder, { recursive: true });
});

const { points } = LIMITS.account;
async function fail(times: number, key = "ada@example.com"): Promise<void> {
  for (let i = 0; i < times; i++) await throttle.fail("account", key);
}
const check = (key = "ada@example.com") => throttle.check("account", key);
const rows = () => sqlite.prepare("SELECT * FROM rate_limits").all();

describe("counting", () => {
  it("refuses from the last allowed failure on, and says when to come back", async () => {
    await fail(points - 1);
    await check();
    await fail(1);
    const refusal = await check().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ThrottledError);
    expect(refusal).toMatchObject({ retryAfterSeconds: LIMITS.account.duration });
  });

  it("asking again neither counts nor moves the end of the window", async () => {
    await fail(points);
    vi.setSystemTime(Date.now() + 14 * MINUTE);
    for (let i = 0; i < 20; i++) await check().catch(() => {});
    await expect(check()).rejects.toMatchObject({ retryAfterSeconds: 60 });
    vi.setSystemTime(Date.now() + 1 * MINUTE);
    await check();
  });

  it("the wait is a whole second at least, to the end", async () => {
    await fail(points);
    vi.setSystemTime(Date.now() + 15 * MINUTE - 1);
    await expect(check()).rejects.toMatchObject({ retryAfterSeconds: 1 });
  });

  it("keys and limits do not touch each other", async () => {
    await fail(points);
    await check("bob@example.com");
    await throttle.check("address", "ada@example.com");
    await throttle.check("device", "ada@example.com");
    await expect(check()).rejects.toThrow(ThrottledError);
  });

  it("forgiving ends the wait, for that key", async () => {
    await fail(points);
    await fail(points, "bob@example.com");
    await throttle.forgive("account", "ada@example.com");
    await throttle.forgive("account", "nobody@example.com");
    await check();
    await expect(check("bob@example.com")).rejects.toThrow(ThrottledError);
  });

  it("survives a restart, and counts across two processes", async () => {
    await fail(points - 1);
    const process = openDatabase(file);
    const other = createThrottle(process.sqlite, createSqliteStores(process.db).atomically);
    await other.fail("account", "ada@example.com");
    await expect(check()).rejects.toThrow(ThrottledError);
    await expect(other.check("account", "ada@example.com")).rejects.toThrow(ThrottledError);
  });
});

describe("the table", () => {
  it("names neither people nor addresses", async () => {
    await fail(1);
    await throttle.fail("address", "192.0.2.1");
    expect(rows()).toHaveLength(2);
    expect(JSON.stringify(rows())).not.toMatch(/ada|example|192/);
  });

  it("loses what is over, a batch at a time, and nothing else", async () => {
    await fail(1, "a");
    await fail(1, "b");
    await fail(1, "c");
    vi.setSystemTime(Date.now() + 15 * MINUTE);
    await fail(points, "new");
    await throttle.deleteExpired(new Date(), 2);
    expect(rows()).toHaveLength(2);
    await throttle.deleteExpired(new Date(), 2);
    expect(rows()).toHaveLength(1);
    await expect(check("new")).rejects.toThrow(ThrottledError);
  });

  it("gone or closed, nobody is let through", async () => {
    await check();
    sqlite.exec("ALTER TABLE rate_limits RENAME TO elsewhere");
    await expect(check()).rejects.toThrow("no such table");
    await expect(fail(1)).rejects.toThrow("no such table");
    sqlite.close();
    await expect(check()).rejects.toThrow("not open");
    await expect(throttle.deleteExpired(new Date(), 1)).rejects.toMatchObject({ code: "store_unavailable" });
  });
});

it("the refusal of another bundle is known by its code", () => {
  const foreign = Object.assign(new Error("Too many attempts."), { code: "throttled", retryAfterSeconds: 3 });
  expect(isThrottled(foreign)).toBe(true);
  expect(isThrottled(new ThrottledError(3))).toBe(true);
  for (const other of [new Error("throttled"), { code: "throttled" }, null, "throttled"])
    expect(isThrottled(other)).toBe(false);
});
