import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Stores } from "../parts";
import { AUDIENCE } from "../testing/kit";
import {
  at,
  createStoreFixture,
  NOW,
  request,
  type StoreFixture,
  successorOf,
} from "../testing/store-fixture";
import { createSqliteHarness, openSqlite, STORES } from "../testing/stores";
import { storesContract } from "./contract-suite";
import { createSqliteStores } from "./sqlite";

storesContract("sqlite", STORES.sqlite, {
  faults: ["closed database", "database without its tables"],
  units: "take turns",
});

describe("sqlite stores in a file", () => {
  let folder: string;
  let file: string;
  let f: StoreFixture;
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "auth-store-"));
    file = path.join(folder, "auth.db");
    f = await createStoreFixture(createSqliteHarness(file));
  });
  afterEach(() => {
    f.close();
    rmSync(folder, { recursive: true });
  });

  /** What a process that is killed now leaves on the disk, opened by the next one. */
  function reopenAfterCrash(): Stores {
    const copy = `${file}.crashed`;
    for (const suffix of ["", "-wal"]) {
      if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix);
    }
    return createSqliteStores(drizzle(openSqlite(copy)));
  }
  /** Another process: a connection of its own, which waits for locks no longer than a test wants to. */
  const anotherProcess = (): Stores => createSqliteStores(drizzle(openSqlite(file, 10)));

  it("an acknowledged insert, touch, delete, rotation and revocation are there after a crash", async () => {
    const [kept, ended] = [await f.addSession(), await f.addSession()];
    const [rotated, revoked] = [await f.addFamily(), await f.addFamily()];
    await f.stores.sessions.touch(kept.id, at(5), f.ada.userId);
    await f.stores.sessions.delete(f.ada.userId, AUDIENCE, ended.id);
    await f.rotate(rotated.tokenHash);
    await f.stores.refreshTokens.revokeFamily(f.ada.userId, AUDIENCE, revoked.family.id, NOW);
    await f.stores.revocations.deny(["key"], at(1));
    await f.stores.revocations.bumpVersion(f.ada.userId, AUDIENCE);

    const { sessions, refreshTokens, revocations } = reopenAfterCrash();
    expect((await sessions.find(kept.tokenHash, NOW))?.session).toEqual({ ...kept, lastSeenAt: at(5) });
    expect(await sessions.find(ended.tokenHash, NOW)).toBeNull();
    expect(await refreshTokens.ownerOf(successorOf(rotated.tokenHash), AUDIENCE)).not.toBeNull();
    expect((await refreshTokens.find(revoked.family.id, NOW))?.family.revokedAt).toEqual(NOW);
    expect(await revocations.isDenied("key", NOW)).toBe(true);
    expect(await revocations.version(f.ada.userId, AUDIENCE)).toBe(1);
  });

  it("a transaction that a crash cuts short leaves nothing", async () => {
    const { family, tokenHash } = await f.addFamily();
    let crashed: Stores | undefined;
    await f.stores.atomically(async () => {
      await f.rotate(tokenHash);
      await f.stores.refreshTokens.revokeFamily(f.ada.userId, AUDIENCE, family.id, NOW);
      crashed = reopenAfterCrash();
    });
    expect((await crashed?.refreshTokens.find(family.id, NOW))?.family.revokedAt).toBeNull();
    expect(await crashed?.refreshTokens.ownerOf(successorOf(tokenHash), AUDIENCE)).toBeNull();
    expect((await f.stores.refreshTokens.find(family.id, NOW))?.family.revokedAt).toEqual(NOW);
  });

  it("what is ended in one process is ended for every other at its next look", async () => {
    const session = await f.addSession();
    const { family } = await f.addFamily();
    const { sessions, refreshTokens } = anotherProcess();
    expect(await sessions.find(session.tokenHash, NOW)).not.toBeNull();
    await f.stores.sessions.delete(f.ada.userId, AUDIENCE, session.id);
    await f.stores.refreshTokens.revokeFamily(f.ada.userId, AUDIENCE, family.id, NOW);
    expect(await sessions.find(session.tokenHash, NOW)).toBeNull();
    expect((await refreshTokens.find(family.id, NOW))?.family.revokedAt).toEqual(NOW);
  });

  it("two processes with the same token come one after the other and get the one successor", async () => {
    const { tokenHash } = await f.addFamily();
    const other = await createStoreFixture({ ...f, stores: anotherProcess() });
    await f.stores.atomically(async () => {
      // Refused for now, which is a fault and no verdict: it may not even look before it has the lock.
      await expect(other.rotate(tokenHash)).rejects.toMatchObject({ code: "store_unavailable" });
      expect(await f.rotate(tokenHash)).toMatchObject({ kind: "rotated", repeated: false });
      await expect(other.rotate(tokenHash)).rejects.toMatchObject({ code: "store_unavailable" });
    });
    expect(await other.rotate(tokenHash)).toMatchObject({ kind: "rotated", repeated: true });
    expect(await other.rotate(successorOf(tokenHash))).toMatchObject({ kind: "rotated", repeated: false });
    expect(await f.rotate(tokenHash)).toMatchObject({ kind: "reused" });
  });
});

describe("sqlite stores", () => {
  let harness: ReturnType<typeof createSqliteHarness>;
  let f: StoreFixture;
  beforeEach(async () => {
    harness = createSqliteHarness();
    f = await createStoreFixture(harness);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    f.close();
  });

  it("a commit that fails is a fault, keeps nothing, and the next transaction works", async () => {
    const failing = f.stores.atomically(async () => {
      await f.stores.revocations.bumpVersion(f.ada.userId, AUDIENCE);
      // Checked at the end: the commit finds a token without its family.
      harness.sqlite.pragma("defer_foreign_keys = ON");
      harness.sqlite.exec(
        "INSERT INTO refresh_tokens (token_hash, family_id, created_at) VALUES (x'00', 'x', 0)",
      );
    });
    await expect(failing).rejects.toMatchObject({ name: "AuthError", code: "store_unavailable" });
    expect(harness.sqlite.inTransaction).toBe(false);
    expect(await f.stores.revocations.version(f.ada.userId, AUDIENCE)).toBe(0);
    expect(await f.stores.revocations.bumpVersion(f.ada.userId, AUDIENCE)).toBe(1);
  });

  it("when SQLite has rolled back by itself, the fault stays the caller's, and the next transaction works", async () => {
    const fault = new Error("the caller's own");
    const failing = f.stores.atomically(async () => {
      await f.stores.revocations.bumpVersion(f.ada.userId, AUDIENCE);
      harness.sqlite.exec("ROLLBACK");
      throw fault;
    });
    await expect(failing).rejects.toBe(fault);
    expect(await f.stores.revocations.bumpVersion(f.ada.userId, AUDIENCE)).toBe(1);
  });

  it("creating the stores over a database without tables fails at once", () => {
    expect(() => createSqliteStores(drizzle(openSqlite(":memory:")))).toThrow(/no such table/);
  });

  it("the statements of a check and of a rotation are prepared once, and every prepared one goes by an index", async () => {
    const prepare = vi.spyOn(harness.sqlite, "prepare");
    const stores = createSqliteStores(drizzle(harness.sqlite));
    const statements = prepare.mock.calls.map(([sql]) => sql);
    expect(statements.length).toBeGreaterThan(15);
    const { tokenHash } = await f.addSession();
    const { family, ...first } = await f.addFamily();
    prepare.mockClear();
    await stores.sessions.find(tokenHash, NOW);
    await stores.refreshTokens.find(family.id, NOW);
    expect((await stores.refreshTokens.rotate(request(first.tokenHash))).kind).toBe("rotated");
    await stores.revocations.isDenied("key", NOW);
    await stores.revocations.version(f.ada.userId, AUDIENCE);
    expect(prepare).not.toHaveBeenCalled();

    for (const statement of statements.filter((sql) => !sql.startsWith("insert"))) {
      const plan = harness.sqlite.prepare(`EXPLAIN QUERY PLAN ${statement}`);
      const lines = plan
        .all(...Array(statement.split("?").length - 1).fill(0))
        .map((row) => JSON.stringify(row));
      expect(lines.join("\n"), statement).toMatch(/SEARCH .* USING/);
      // "expired" is a subquery with a limit, which itself goes by an index.
      expect(lines.join("\n"), statement).not.toMatch(/SCAN (?!expired)/);
    }
  });

  it("a page of a list is read in its order from an index, and a sum from the index alone", () => {
    const prepare = vi.spyOn(harness.sqlite, "prepare");
    createSqliteStores(drizzle(harness.sqlite));
    const statements = prepare.mock.calls.map(([sql]) => sql);
    const planOf = (sql: string) =>
      JSON.stringify(
        harness.sqlite.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...Array(sql.split("?").length - 1).fill(0)),
      );
    const pages = statements.filter((sql) => / \(".*"id"\) [<>] \(\?, \?\) .* limit \?$/.test(sql));
    expect(pages).toHaveLength(4);
    for (const sql of pages) {
      expect(planOf(sql)).toMatch(
        /SEARCH \w+ USING INDEX \w+_by_user \(user_id=\? AND audience=\? AND (revoked_at=\? AND )?\(created_at,id\)[<>]/,
      );
      expect(planOf(sql)).not.toMatch(/TEMP B-TREE|SCAN/);
    }
    const sums = statements.filter((sql) => sql.includes("max("));
    expect(sums.filter((sql) => sql.startsWith("select"))).toHaveLength(2);
    for (const sql of sums.filter((each) => each.startsWith("select")))
      expect(planOf(sql)).toMatch(/SEARCH \w+ USING COVERING INDEX \w+_by_user \(user_id=\? AND audience=\?/);
  });

  it("a JOIN is written so that it is planned once", () => {
    const prepare = vi.spyOn(harness.sqlite, "prepare");
    createSqliteStores(drizzle(harness.sqlite));
    const joins = prepare.mock.calls.map(([sql]) => sql).filter((sql) => sql.includes(' join "users"'));
    expect(joins).toHaveLength(3);
    // STAT4 plans a JOIN anew for every value bound to a bare `= ?` (three times the time of a find).
    for (const sql of joins) {
      expect(sql).toMatch(/"(token_hash|id)" = \+\?/);
      const plan = JSON.stringify(
        harness.sqlite.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...Array(sql.split("?").length - 1).fill(0)),
      );
      expect(plan).toMatch(
        /SEARCH (sessions|refresh_tokens|refresh_families) USING INDEX \S+ \((token_hash|id)=/,
      );
      expect(plan).toMatch(/SEARCH users USING INDEX sqlite_autoindex_users_1 \(id=\?\)/);
    }
  });
});
