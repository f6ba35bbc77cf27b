import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Principal, SessionRecord } from "../contract";
import { newSessionId, newToken, sha256 } from "../random";
import { AUDIENCE, CLIENT, createPrincipal, MINUTE } from "../testing/kit";
import { createSqliteHarness, openSqlite, type SqliteHarness } from "../testing/stores";
import { sessionStoreContract } from "./contract-suite";
import { createSqliteSessionStore } from "./sqlite";

sessionStoreContract("sqlite", () => createSqliteHarness());

describe("sqlite session store", () => {
  const now = new Date(Date.UTC(2026, 0, 15, 12));
  let folder: string;
  let file: string;
  let harness: SqliteHarness;
  let ada: Principal;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "auth-store-"));
    file = path.join(folder, "auth.db");
    harness = createSqliteHarness(file);
    ada = createPrincipal();
    harness.saveUser({ principal: ada, disabled: false });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    harness.close();
    rmSync(folder, { recursive: true });
  });

  const build = (): SessionRecord => ({
    id: newSessionId(),
    tokenHash: sha256(newToken()),
    userId: ada.userId,
    audience: AUDIENCE,
    createdAt: now,
    authenticatedAt: now,
    lastSeenAt: now,
    idleTimeoutSeconds: 60,
    expiresAt: new Date(now.getTime() + MINUTE),
    ...CLIENT,
  });

  /** What a process that is killed now leaves on the disk, opened by the next one. */
  function reopenAfterCrash() {
    const copy = `${file}.crashed`;
    for (const suffix of ["", "-wal"]) {
      if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix);
    }
    return createSqliteSessionStore(drizzle(openSqlite(copy)));
  }

  it("an acknowledged insert, touch and delete are there after a crash", async () => {
    const [kept, ended] = [build(), build()];
    for (const session of [kept, ended]) await harness.store.insert(session);
    const seenAt = new Date(now.getTime() + 5);
    await harness.store.touch(kept.id, seenAt);
    await harness.store.delete(ended.id);
    const reopened = reopenAfterCrash();
    expect((await reopened.find(kept.tokenHash, now))?.session).toEqual({ ...kept, lastSeenAt: seenAt });
    expect(await reopened.find(ended.tokenHash, now)).toBeNull();
  });

  it("a session ended over one connection is ended for every other at its next find", async () => {
    const session = build();
    await harness.store.insert(session);
    const elsewhere = createSqliteSessionStore(drizzle(openSqlite(file)));
    expect(await elsewhere.find(session.tokenHash, now)).not.toBeNull();
    await harness.store.delete(session.id);
    expect(await elsewhere.find(session.tokenHash, now)).toBeNull();
  });

  it("creating the store over a database without tables fails at once", () => {
    expect(() => createSqliteSessionStore(drizzle(openSqlite(":memory:")))).toThrow(/no such table/);
  });

  it("every statement but insert is prepared once, and each goes by an index", async () => {
    const prepare = vi.spyOn(harness.sqlite, "prepare");
    const store = createSqliteSessionStore(drizzle(harness.sqlite));
    const statements = prepare.mock.calls.map(([sql]) => sql);
    expect(statements).toHaveLength(6);
    prepare.mockClear();

    const session = build();
    await harness.store.insert(session);
    expect(prepare).toHaveBeenCalledTimes(1);
    await store.find(session.tokenHash, now);
    await store.touch(session.id, now);
    await store.listByUser(ada.userId, AUDIENCE, now);
    await store.deleteExpired(now, 1);
    await store.deleteByUser(ada.userId, AUDIENCE);
    await store.delete(session.id);
    expect(prepare).toHaveBeenCalledTimes(1);

    for (const statement of statements) {
      const plan = harness.sqlite.prepare(`EXPLAIN QUERY PLAN ${statement}`);
      const lines = plan
        .all(...Array(statement.split("?").length - 1).fill(0))
        .map((row) => JSON.stringify(row));
      expect(lines.join("\n")).toMatch(/SEARCH .* USING/);
      expect(lines.join("\n")).not.toMatch(/SCAN/);
    }
  });

  it("find looks up the unique hash, then the owner by key, and is written so that it is planned once", () => {
    const prepare = vi.spyOn(harness.sqlite, "prepare");
    createSqliteSessionStore(drizzle(harness.sqlite));
    const find = prepare.mock.calls.map(([sql]) => sql).find((sql) => sql.includes("join")) ?? "";
    // STAT4 plans a JOIN anew for every value bound to a bare `= ?` (three times the time of a find).
    expect(find).toMatch(/"token_hash" = \+\?$/);
    const plan = JSON.stringify(harness.sqlite.prepare(`EXPLAIN QUERY PLAN ${find}`).all(Buffer.alloc(32)));
    expect(plan).toContain("SEARCH sessions USING INDEX sessions_token_hash_unique (token_hash=?)");
    expect(plan).toMatch(/SEARCH users USING INDEX sqlite_autoindex_users_1 \(id=\?\)/);
  });
});
