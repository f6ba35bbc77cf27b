import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AuthError } from "@/lib/auth/errors";
import { AccountClosedError } from "./account-closed";
import { reportFailure } from "./failures";
import { ThrottledError } from "./throttled";

let logged: string[];
beforeEach(() => {
  logged = [];
  vi.spyOn(process.stdout, "write").mockImplementation((line) => logged.push(String(line)) > 0);
});
afterEach(() => vi.restoreAllMocks());

/** What better-sqlite3 really throws. */
function thrown(work: (sqlite: Database.Database) => void): unknown {
  const sqlite = new Database(":memory:");
  try {
    work(sqlite);
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown.");
}
/** The same error from another bundle, where its class is another one. */
function foreign(error: Error): Error {
  return Object.assign(new Error(error.message), { ...error });
}

describe("an outage", () => {
  it.each<[string, unknown]>([
    ["a table that is gone", thrown((sqlite) => sqlite.prepare("SELECT * FROM users"))],
    ["a closed database", thrown((sqlite) => sqlite.close().prepare("SELECT 1"))],
    ["what a store reports", new AuthError("store_unavailable", "x")],
    ["the same from another bundle", foreign(new AuthError("store_unavailable", "x"))],
    [
      "a fault with an outage as its cause",
      new Error("x", { cause: new AuthError("store_unavailable", "x") }),
    ],
  ])("is told by %s", (_, error) => {
    expect(reportFailure(error)).toEqual({ kind: "unavailable" });
    expect(logged.map((line) => JSON.parse(line).event)).toEqual(["store.failed"]);
  });
});

it.each([new AuthError("overloaded", "x"), foreign(new AuthError("overloaded", "x"))])(
  "too much at once: %s",
  (error) => {
    expect(reportFailure(error)).toEqual({ kind: "overloaded" });
  },
);

it.each([new ThrottledError(7), foreign(new ThrottledError(7))])(
  "a throttled visitor is no failure: %s",
  (error) => {
    expect(reportFailure(error)).toEqual({ kind: "throttled", retryAfterSeconds: 7 });
    expect(logged).toEqual([]);
  },
);

it.each([new AccountClosedError(), foreign(new AccountClosedError())])(
  "a closed account is no failure: %s",
  (error) => {
    expect(reportFailure(error)).toEqual({ kind: "account-closed" });
    expect(logged).toEqual([]);
  },
);

it.each<unknown>([
  new TypeError("x"),
  new Error("SQLITE_BUSY"),
  new AuthError("bad_configuration", "x"),
  "store_unavailable",
  undefined,
  null,
  { code: "store_unavailable" },
])("anything else is ours: %s", (error) => {
  expect(reportFailure(error)).toEqual({ kind: "internal" });
  expect(JSON.parse(logged[0] ?? "")).toMatchObject({ event: "request.failed", kind: "internal" });
});
