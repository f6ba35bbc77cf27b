import { inspect } from "node:util";
import { Pool } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { testInterleavings } from "../testing/interleavings";
import { AUDIENCE } from "../testing/kit";
import { testOvertaken } from "../testing/overtaken";
import {
  createPostgresHarness,
  hasPostgres,
  type PostgresHarness,
  type PostgresTerms,
  testDatabase,
} from "../testing/postgres";
import { at, createStoreFixture, NOW, type StoreFixture, successorOf } from "../testing/store-fixture";
import { createTcpProxy, type TcpProxy } from "../testing/tcp-proxy";
import { storesContract } from "./contract-suite";
import { testFaults } from "./contract-suite/faults";
import { openPostgres, statement } from "./postgres/database";
import { endsConnection, runsLostBy } from "./postgres/faults";

// PostgreSQL as it is met: one connection or ten, a pooler, a network that loses answers, a server that hangs or is gone.

describe("a fault of PostgreSQL", () => {
  const refusal = (code: string, severity = "ERROR") => Object.assign(new Error("x"), { code, severity });

  it.each([
    ["40001", 1],
    ["40P01", 1],
    ["55P03", 3],
  ])("%s is a conflict, after which the unit may run again", (code, runs) => {
    expect([runsLostBy(refusal(code)), endsConnection(refusal(code))]).toEqual([runs, false]);
  });

  it.each(["25006", "57P01", "57P02", "57P03", "08006", "08P01"])("%s ends its connection", (code) => {
    expect([runsLostBy(refusal(code)), endsConnection(refusal(code))]).toEqual([0, true]);
  });

  it.each(["23505", "22021", "57014", "25P02"])("%s leaves its connection as good as before", (code) => {
    expect([runsLostBy(refusal(code)), endsConnection(refusal(code))]).toEqual([0, false]);
  });

  it.each([
    new Error("Query read timeout"),
    Object.assign(new Error("x"), { code: "ECONNRESET" }),
    refusal("42P01", "FATAL"),
    undefined,
  ])("a time-out, the network and whatever is fatal end the connection: %s", (error) => {
    expect([runsLostBy(error), endsConnection(error)]).toEqual([0, true]);
  });
});

const FAULTS = ["closed pool", "database without its tables"];
const UNAVAILABLE = { name: "AuthError", code: "store_unavailable" };

if (hasPostgres) {
  storesContract("postgres", () => createPostgresHarness(), { faults: FAULTS, units: "run at once" });
  storesContract(
    "postgres with one connection, behind a pooler",
    () => createPostgresHarness({ max: 1, prepare: false }),
    {
      faults: FAULTS,
      units: "run at once",
    },
  );

  describe("two instances over one PostgreSQL", () => testInterleavings());

  describe("postgres stores", () => {
    let proxy: TcpProxy;
    let harness: PostgresHarness;
    let f: StoreFixture;
    /** Another instance, on another connection and without the proxy. */
    let other: StoreFixture;
    async function open(terms: PostgresTerms = {}): Promise<void> {
      harness = await createPostgresHarness({ port: proxy.port, ...terms });
      f = await createStoreFixture(harness);
      other = { ...(await createStoreFixture(await createPostgresHarness())), ada: f.ada };
      await f.saveUser({ principal: f.ada, disabled: false });
    }
    beforeEach(async () => {
      const { hostname, port } = new URL((await testDatabase()).url);
      proxy = await createTcpProxy({ host: hostname, port: Number(port || 5432) });
      await open();
    });
    afterEach(async () => {
      await proxy.close();
      await f.close();
      await other.close();
    });
    const version = () => other.stores.revocations.version(f.ada.userId, AUDIENCE);
    const bump = () => f.stores.revocations.bumpVersion(f.ada.userId, AUDIENCE);
    const sql = async (text: string) => (await testDatabase()).shell.query(text);

    it("a lost answer to a commit is a fault, and whoever tries again gets the one successor", async () => {
      const { tokenHash, family } = await f.addFamily();
      proxy.loseAnswerTo("COMMIT");
      await expect(f.rotate(tokenHash)).rejects.toMatchObject(UNAVAILABLE);
      expect(proxy.lost()).toBe(1);
      expect(await f.rotate(tokenHash)).toMatchObject({ kind: "rotated", repeated: true });
      const { rows } = await sql(`SELECT spent_at FROM refresh_tokens WHERE family_id = '${family.id}'`);
      expect(rows.filter(({ spent_at }) => spent_at === null)).toHaveLength(1);
      expect(await other.rotate(successorOf(tokenHash))).toMatchObject({ kind: "rotated", repeated: false });
    });

    it("a connection that is killed in the middle of a unit leaves nothing, and the next unit works", async () => {
      const { tokenHash, family } = await f.addFamily();
      const killed = f.stores.atomically(async () => {
        await f.rotate(tokenHash);
        await f.stores.refreshTokens.revokeFamily(f.ada.userId, AUDIENCE, family.id, NOW);
        await sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND state = 'idle in transaction'`);
        // Were this sent over another connection, it would be kept.
        await bump().catch(() => {});
        await f.stores.revocations.deny(["key"], at(1));
      });
      await expect(killed).rejects.toMatchObject(UNAVAILABLE);
      expect(await version()).toBe(0);
      expect(await other.stores.revocations.isDenied("key", NOW)).toBe(false);
      expect((await other.stores.refreshTokens.find(family.id, NOW))?.family.revokedAt).toBeNull();
      expect(await f.rotate(tokenHash)).toMatchObject({ kind: "rotated", repeated: false });
    });

    it("a fault that somebody caught in a unit keeps nothing of it all the same", async () => {
      const taken = await f.addSession();
      const unit = f.stores.atomically(async () => {
        await bump();
        await f.addSession({ id: taken.id }).catch(() => {});
      });
      await expect(unit).rejects.toMatchObject(UNAVAILABLE);
      expect(await version()).toBe(0);
    });

    testOvertaken(() => ({ f, other }), { ...UNAVAILABLE, cause: { code: "40001" } });

    it("two units that lock each other out both end, one after the other", async () => {
      const ben = (await f.addPerson()).userId;
      const people = [f.ada.userId, ben];
      let waiting = 2;
      let go = () => {};
      const both = new Promise<void>((resolve) => {
        go = resolve;
      });
      const unit = (mine: string[]) =>
        f.stores.atomically(async () => {
          for (const [index, userId] of mine.entries()) {
            await f.stores.revocations.bumpVersion(userId as never, AUDIENCE);
            if (index === 0 && --waiting === 0) go();
            if (index === 0) await both;
          }
        });
      await Promise.all([unit(people), unit(people.toReversed())]);
      for (const userId of people) expect(await f.stores.revocations.version(userId, AUDIENCE)).toBe(2);
    });

    it("fifty refreshes at once over one connection get the one successor, and none waits for ever", async () => {
      await f.close();
      await open({ max: 1 });
      const { tokenHash } = await f.addFamily();
      const all = await Promise.all(Array.from({ length: 50 }, () => f.rotate(tokenHash)));
      expect(all.filter((rotation) => rotation.kind === "rotated" && !rotation.repeated)).toHaveLength(1);
    });

    it("what is ended by one instance is ended for every other at its next look", async () => {
      const session = await f.addSession();
      const { family } = await f.addFamily();
      expect(await other.stores.sessions.find(session.tokenHash, NOW)).not.toBeNull();
      await f.stores.sessions.delete(f.ada.userId, AUDIENCE, session.id);
      await f.stores.refreshTokens.revokeFamily(f.ada.userId, AUDIENCE, family.id, NOW);
      expect(await other.stores.sessions.find(session.tokenHash, NOW)).toBeNull();
      expect((await other.stores.refreshTokens.find(family.id, NOW))?.family.revokedAt).toEqual(NOW);
    });

    it.each(["silent", "gone"] as const)(
      "a server that is %s is a fault within its two time-outs, and works again",
      async (state) => {
        await f.close();
        await open({ connectionTimeoutMillis: 300, query_timeout: 300 });
        const { tokenHash } = await f.addSession();
        const find = () => f.stores.sessions.find(tokenHash, NOW);
        expect(await find()).not.toBeNull();
        await proxy.become(state);
        // Over the connection that was open, over a new one, and more than the pool has.
        for (const times of [1, 25]) {
          const began = performance.now();
          const finds = Array.from({ length: times }, () =>
            expect(find()).rejects.toMatchObject(UNAVAILABLE),
          );
          await Promise.all(finds);
          expect(performance.now() - began).toBeLessThan(1_500);
        }
        await proxy.become("passing");
        expect(await find()).not.toBeNull();
      },
    );

    it("a row that somebody else holds locked is a fault within two seconds, also for a whole unit", async () => {
      await bump();
      const holder = new Pool({ connectionString: (await testDatabase()).url, max: 1 });
      const client = await holder.connect();
      await client.query("BEGIN");
      await client.query("SELECT 1 FROM token_versions FOR UPDATE");
      const began = performance.now();
      await Promise.all([
        expect(bump()).rejects.toMatchObject(UNAVAILABLE),
        expect(f.stores.atomically(bump)).rejects.toMatchObject(UNAVAILABLE),
      ]);
      expect(performance.now() - began).toBeLessThan(2_200);
      await client.query("ROLLBACK");
      client.release();
      await holder.end();
      expect(await f.stores.atomically(bump)).toBeGreaterThan(1);
    });

    it("a server that was made a standby is not asked again over the same connection", async () => {
      await f.close();
      await open({ max: 1 });
      const pid = async () => (await harness.pool.query("SELECT pg_backend_pid() AS pid")).rows[0]?.pid;
      const before = await pid();
      await harness.pool.query("SET default_transaction_read_only = on");
      const refused = await bump().catch((error: unknown) => error);
      expect(refused).toMatchObject({ ...UNAVAILABLE, cause: { code: "25006" } });
      expect(await bump()).toBe(1);
      expect(await pid()).not.toBe(before);
    });

    it("what the server refuses leaves the connection as good as before", async () => {
      await f.close();
      await open({ max: 1 });
      const pid = async () => (await harness.pool.query("SELECT pg_backend_pid() AS pid")).rows[0]?.pid;
      const before = await pid();
      const taken = await f.addSession();
      await expect(f.addSession({ id: taken.id })).rejects.toMatchObject({
        ...UNAVAILABLE,
        cause: { code: "23505", constraint: "sessions_pkey" },
      });
      expect(await pid()).toBe(before);
    });

    it("a fault of a statement tells its code and constraint, and nothing that was in it", async () => {
      const postgres = openPostgres({ pool: harness.pool });
      const secret = "a-secret-that-was-a-parameter";
      const wrong = [
        statement("t.cast", "SELECT $1::text::integer"),
        statement(
          "t.unique",
          "INSERT INTO users SELECT $1, '', '', '', '', NULL, 0 UNION ALL SELECT $1, '', '', '', '', NULL, 0",
        ),
        statement("t.divide", "SELECT 1 / (length($1::text) - length($1::text))"),
        statement("t.table", "SELECT * FROM nowhere WHERE x = $1"),
      ];
      for (const each of wrong) {
        const error = await postgres.send(each, [secret]).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({
          ...UNAVAILABLE,
          cause: { code: expect.stringMatching(/^[0-9A-Z]{5}$/) },
        });
        expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(secret);
      }
    });

    it("a check is one statement, prepared by name, and every statement goes by an index", async () => {
      const { tokenHash } = await f.addSession();
      const { family, ...first } = await f.addFamily();
      await f.close();
      await open({ max: 1 });
      await f.saveUser({ principal: f.ada, disabled: false });
      const { sessions, refreshTokens, revocations } = f.stores;
      await sessions.find(tokenHash, NOW);
      await refreshTokens.find(family.id, NOW);
      await refreshTokens.ownerOf(first.tokenHash, AUDIENCE);
      await f.rotate(first.tokenHash);
      await revocations.isDenied("key", NOW);
      await revocations.version(f.ada.userId, AUDIENCE);
      for (const first of ["newest", "oldest"] as const) {
        await sessions.listByUser(f.ada.userId, AUDIENCE, NOW, { first });
        await refreshTokens.listByUser(f.ada.userId, AUDIENCE, NOW, { first });
      }
      await sessions.tallyByUser(f.ada.userId, AUDIENCE, NOW);
      await refreshTokens.tallyByUser(f.ada.userId, AUDIENCE, NOW);
      await sessions.deleteByUser(f.ada.userId, AUDIENCE, NOW);
      await refreshTokens.revokeByUser(f.ada.userId, AUDIENCE, NOW);
      for (const store of [sessions, refreshTokens, revocations]) await store.deleteExpired(at(0), 1);

      const { rows } = await harness.pool.query(
        "SELECT name, statement, cardinality(parameter_types) AS parameters FROM pg_prepared_statements ORDER BY name",
      );
      expect(rows.length).toBeGreaterThan(15);
      // A table of three rows is read whole, whatever indexes it has.
      await harness.pool.query("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan");
      for (const { name, statement: text, parameters } of rows) {
        const nulls = Array(parameters).fill("NULL").join(", ");
        const plan = await harness.pool.query(`EXPLAIN EXECUTE "${name}" (${nulls})`);
        expect(JSON.stringify(plan.rows), text).not.toMatch(/Seq Scan|Disabled/);
      }
    });

    it("a sweep removes as many as it may and no more, however it is planned", async () => {
      await f.close();
      await open({ max: 1 });
      await harness.pool.query("SET enable_hashjoin = off; SET enable_hashagg = off; SET enable_sort = off");
      await harness.pool.query("SET enable_mergejoin = off; SET enable_material = off");
      for (let count = 0; count < 5; count++) await f.addSession({ expiresAt: at(-count) });
      await f.stores.revocations.deny(["a", "b", "c", "d", "e"], at(-1));
      for (const store of [f.stores.sessions, f.stores.revocations])
        expect([await store.deleteExpired(NOW, 2), await store.deleteExpired(NOW, 2)]).toEqual([2, 2]);
    });

    describe("with short time-outs", () => {
      beforeEach(async () => {
        await f.close();
        await open({ connectionTimeoutMillis: 60, query_timeout: 60 });
        f.faults = {
          ...f.faults,
          "server that does not answer": () => proxy.become("silent"),
          "server that is gone": () => proxy.become("gone"),
        };
      });
      testFaults(() => f, ["server that does not answer", "server that is gone"]);
    });
  });
}
