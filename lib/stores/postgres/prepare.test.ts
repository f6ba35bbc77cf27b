import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DatabaseError } from "@/db/database-error";
import { migratePostgres } from "@/db/postgres/migrate";
import { hasPostgres, testDatabase } from "@/lib/auth/testing/postgres";
import { createTcpProxy } from "@/lib/auth/testing/tcp-proxy";
import { type PostgresAddress, readPostgresUrl } from "@/lib/config/postgres-url";
import { postgresBackend } from "./backend";
import { placeOf } from "./pool";

// A database of its own for each test, as a first start finds it.

const JOURNAL = path.resolve("db/postgres/migrations/meta/_journal.json");

it("each migration is later than the one before, so that none is passed over", () => {
  const { entries }: { entries: { when: number }[] } = JSON.parse(readFileSync(JOURNAL, "utf8"));
  const times = entries.map(({ when }) => when);
  expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
});

it("a place names no password", () => {
  expect(placeOf(readPostgresUrl("postgres://me:hunter2@db.example:6432/app"))).toBe(
    "PostgreSQL me@db.example:6432/app",
  );
});

if (hasPostgres)
  describe("a PostgreSQL database", () => {
    let url: URL;
    let address: PostgresAddress;
    let shell: Client;
    let folder: string;
    const name = `${process.env.TEST_POSTGRES_PREFIX ?? "coatcheck_test"}_start_${process.env.VITEST_POOL_ID}`;
    beforeEach(async () => {
      folder = mkdtempSync(path.join(tmpdir(), "postgres-"));
      const database = await testDatabase();
      await database.shell.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await database.shell.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
      url = new URL(database.url);
      url.pathname = name;
      address = readPostgresUrl(url.href);
      shell = new Client({ connectionString: url.href });
      await shell.connect();
    });
    afterEach(async () => {
      await shell.end();
      await (await testDatabase()).shell.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      rmSync(folder, { recursive: true });
    });
    const prepare = (whose = address) => postgresBackend(whose).prepare();
    const rows = async (sql: string) => (await shell.query(sql)).rows;
    const tables = async () =>
      (await rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).map(
        ({ tablename }) => tablename,
      );

    it("is made by one of several that start at once, and left alone by the rest and by the next", async () => {
      await Promise.all(Array.from({ length: 4 }, () => prepare()));
      expect(await tables()).toContain("users");
      const applied = await rows("SELECT * FROM __drizzle_migrations ORDER BY created_at");
      const { entries }: { entries: object[] } = JSON.parse(readFileSync(JOURNAL, "utf8"));
      expect(applied).toHaveLength(entries.length + 1);
      await prepare();
      expect(await rows("SELECT * FROM __drizzle_migrations ORDER BY created_at")).toEqual(applied);
    });

    it("is made whole or not at all", async () => {
      const broken = extendedMigrations(
        "CREATE TABLE half (id int);--> statement-breakpoint\nCREATE NONSENSE;",
      );
      await expect(migratePostgres(shell, "here", broken)).rejects.toThrow(/syntax error/);
      expect(await tables()).toEqual([]);
    });

    it("of a newer version is refused in one line and left as it is", async () => {
      await migratePostgres(shell, "here", extendedMigrations("CREATE TABLE future (id int);"));
      const before = await rows("SELECT * FROM __drizzle_migrations");
      await refused(/was written by a newer version of Coatcheck/);
      expect(await rows("SELECT * FROM __drizzle_migrations")).toEqual(before);
    });

    it("of another program is refused and left as it is", async () => {
      await shell.query("CREATE TABLE notes (id int)");
      await refused(/is the database of another program/);
      expect(await tables()).toEqual(["notes"]);
    });

    it("that keeps text as single bytes, or can only be read, is refused", async () => {
      await shell.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
      await refused(/can only be read/);
    });

    it("that is not there, or lets nobody in, is refused in one line without the password", async () => {
      await refused(/cannot be used: .*(ECONNREFUSED|refused)/, { ...address, port: 1 });
      await refused(/cannot be used: .*does not exist/, { ...address, database: "not_there" });
      await refused(/cannot be used: .*does not exist/, { ...address, user: "nobody_of_this_name" });
      await refused(/cannot be used: .*SSL/, { ...address, tls: "verify-full" });
    });

    it("tells of settings that lose what was acknowledged", async () => {
      await shell.query(`ALTER DATABASE ${name} SET synchronous_commit = off`);
      expect(await prepare()).toEqual([
        expect.stringMatching(/may lose what it has acknowledged: .*synchronous_commit/),
      ]);
    });

    it("is asked for its health by a connection of its own: full pools do not matter, standing still does", async () => {
      await prepare();
      const { hostname, port } = url;
      const proxy = await createTcpProxy({ host: hostname, port: Number(port || 5432) });
      const backend = await postgresBackend({
        ...address,
        host: "127.0.0.1",
        port: proxy.port,
        poolSize: 1,
      }).open();
      const [begun, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const held = backend.stores.atomically(() => {
        begun.resolve();
        return over.promise;
      });
      await begun.promise;
      await backend.probe();
      const [before] = await rows("SELECT * FROM rate_limits");
      expect(before).toMatchObject({ key: "probe" });
      over.resolve();
      await held;
      await backend.close();

      const another = await postgresBackend({ ...address, host: "127.0.0.1", port: proxy.port }).open();
      await another.probe();
      expect(await rows("SELECT * FROM rate_limits")).not.toEqual([before]);
      await proxy.close();
      await expect(another.accounts.countVisitors()).rejects.toMatchObject({ code: "store_unavailable" });
      // What it answered a moment ago holds for everybody who asks within two seconds.
      await another.probe();
      await another.close();
      const down = await postgresBackend({ ...address, port: 1 }).open();
      await expect(down.probe()).rejects.toMatchObject({ code: "store_unavailable" });
      await down.close();
    });

    async function refused(why: RegExp, whose = address): Promise<void> {
      const error = await prepare(whose).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(DatabaseError);
      const message = error instanceof DatabaseError ? error.message : "";
      expect(message).toMatch(why);
      expect(message).toMatch(/^PostgreSQL [^\r\n]*$/);
      expect(message).not.toContain("hunter2");
    }

    /** The project's migrations and one more. */
    function extendedMigrations(sql: string): string {
      const copy = path.join(folder, "migrations");
      cpSync(path.resolve("db/postgres/migrations"), copy, { recursive: true });
      appendFileSync(path.join(copy, "9999_next.sql"), sql);
      const journal = path.join(copy, "meta/_journal.json");
      const parsed: { entries: object[] } = JSON.parse(readFileSync(journal, "utf8"));
      const next = { idx: 9999, version: "7", when: 8_000_000_000_000, tag: "9999_next", breakpoints: true };
      parsed.entries.push(next);
      writeFileSync(journal, JSON.stringify(parsed));
      return copy;
    }
  });
