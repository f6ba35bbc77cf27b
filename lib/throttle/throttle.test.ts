import { beforeEach, describe, expect, it, vi } from "vitest";
import { openDatabase } from "@/db/sqlite/client";
import { systemClock } from "@/lib/auth/create-auth";
import { createSqliteStores } from "@/lib/auth/stores/sqlite";
import { isThrottled, ThrottledError } from "@/lib/errors/throttled";
import { createCounterStore } from "@/lib/stores/sqlite/counters";
import { startApp, useApp } from "@/lib/web/testing/app";
import { useStillClock } from "@/lib/web/testing/lifecycle";
import { createThrottle, LIMITS, type Throttle } from "./throttle";

const MINUTE = 60_000;
const app = useApp();
useStillClock();
let throttle: Throttle;
beforeEach(() => {
  ({ throttle } = app.runtime);
  app.database.sqlite.exec("DELETE FROM rate_limits");
});

function anotherProcess(): Throttle {
  const database = openDatabase(app.databaseFile);
  const stores = createSqliteStores(database.db);
  const itsCounters = createCounterStore(database.sqlite, stores.atomically);
  return createThrottle(itsCounters, stores.atomically, systemClock);
}

const { points } = LIMITS.account;
async function fail(times: number, key = "ada@example.com"): Promise<void> {
  for (let i = 0; i < times; i++) await throttle.fail("account", key);
}
const check = (key = "ada@example.com") => throttle.check("account", key);
const rows = (column = "*") => app.database.sqlite.prepare(`SELECT ${column} FROM rate_limits`).all();

describe("counting", () => {
  it("refuses from the last allowed failure on, and says when to come back", async () => {
    await fail(points - 1);
    await check();
    await fail(1);
    const refusal = await check().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ThrottledError);
    expect(refusal).toMatchObject({ retryAfterSeconds: LIMITS.account.seconds });
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
    const other = anotherProcess();
    await other.fail("account", "ada@example.com");
    await expect(check()).rejects.toThrow(ThrottledError);
    await expect(other.check("account", "ada@example.com")).rejects.toThrow(ThrottledError);
  });
});

describe("guesses at once", () => {
  /** As callers do: asked before the work, counted after it and before anybody hears of it. */
  async function guess(from: Throttle): Promise<"answered" | "refused"> {
    try {
      await from.check("account", "ada@example.com");
      await new Promise((resolve) => setTimeout(resolve, 1));
      await from.fail("account", "ada@example.com");
      return "answered";
    } catch (error) {
      if (!isThrottled(error)) throw error;
      return "refused";
    }
  }

  it("of fifty no more are answered than of fifty one after the other, in two processes", async () => {
    const other = anotherProcess();
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, index) => guess(index % 2 ? throttle : other)),
    );
    expect(outcomes.filter((outcome) => outcome === "answered")).toHaveLength(points);
    await expect(check()).rejects.toMatchObject({ retryAfterSeconds: LIMITS.account.seconds });
  });

  it("one too many is not counted, here or for another key of the same transaction", async () => {
    await fail(points);
    const both = app.runtime.stores.atomically(async () => {
      await throttle.fail("account", "bob@example.com");
      await throttle.fail("account", "ada@example.com");
    });
    await expect(both).rejects.toThrow(ThrottledError);
    expect(rows("points")).toEqual([{ points }]);
  });

  it("a network of many customers has so many times the limit", async () => {
    for (let i = 0; i < 3 * points; i++) await throttle.fail("account", "2001:db8::/48", 3);
    await expect(throttle.fail("account", "2001:db8::/48", 3)).rejects.toThrow(ThrottledError);
    await expect(throttle.check("account", "2001:db8::/48", 3)).rejects.toThrow(ThrottledError);
    await throttle.check("account", "2001:db8::/48", 4);
  });
});

describe("a clock that jumped ahead and back", () => {
  it("leaves nothing closed for longer than a window from now", async () => {
    const now = Date.now();
    vi.setSystemTime(now + 5 * 60 * MINUTE);
    await fail(points);
    vi.setSystemTime(now);
    await expect(check()).rejects.toMatchObject({ retryAfterSeconds: LIMITS.account.seconds });
    vi.setSystemTime(now + 14 * MINUTE);
    await expect(check()).rejects.toMatchObject({ retryAfterSeconds: 60 });
    vi.setSystemTime(now + 15 * MINUTE);
    await check();
  });

  it("a failure that is counted meanwhile shortens the window too", async () => {
    const now = Date.now();
    vi.setSystemTime(now + 5 * 60 * MINUTE);
    await fail(points - 1);
    vi.setSystemTime(now);
    await fail(1);
    vi.setSystemTime(now + 15 * MINUTE);
    await check();
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
    await app.runtime.counters.deleteExpired(new Date(), 2);
    expect(rows()).toHaveLength(2);
    await app.runtime.counters.deleteExpired(new Date(), 2);
    expect(rows()).toHaveLength(1);
    await expect(check("new")).rejects.toThrow(ThrottledError);
  });

  it("gone or closed, nobody is let through", async () => {
    const other = await startApp();
    const { database } = other;
    const { counters, throttle } = other.runtime;
    const ask = () => throttle.check("account", "ada@example.com");
    await ask();
    const down = { code: "store_unavailable" };
    database.sqlite.exec("DROP TABLE rate_limits");
    await expect(ask()).rejects.toMatchObject(down);
    await expect(throttle.fail("account", "ada@example.com")).rejects.toMatchObject(down);
    await expect(throttle.forgive("account", "ada@example.com")).rejects.toMatchObject(down);
    database.sqlite.close();
    await expect(ask()).rejects.toMatchObject(down);
    await expect(counters.deleteExpired(new Date(), 1)).rejects.toMatchObject(down);
    other.stop();
  });
});

it("the refusal of another bundle is known by its code", () => {
  const foreign = Object.assign(new Error("Too many attempts."), { code: "throttled", retryAfterSeconds: 3 });
  expect(isThrottled(foreign)).toBe(true);
  expect(isThrottled(new ThrottledError(3))).toBe(true);
  for (const other of [new Error("throttled"), { code: "throttled" }, null, "throttled"])
    expect(isThrottled(other)).toBe(false);
});
