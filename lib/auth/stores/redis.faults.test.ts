import { inspect } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AUDIENCE } from "../testing/kit";
import { createRedisHarness, type RedisHarness, type RedisTerms } from "../testing/redis";
import { findRedis, type RedisServer, startRedis } from "../testing/redis-server";
import { at, createStoreFixture, NOW, type StoreFixture, successorOf } from "../testing/store-fixture";
import { createTcpProxy, type TcpProxy } from "../testing/tcp-proxy";
import { testFaults } from "./contract-suite/faults";
import { openRedis } from "./redis/connection";
import { endsConnection, storeFault } from "./redis/faults";
import { beginRevocations } from "./redis/revocations";
import { SCRIPTS } from "./redis/scripts";

// Redis as it fails: gone, hanging, full, emptied, behind a network that loses answers.

const UNAVAILABLE = { name: "AuthError", code: "store_unavailable" };

describe("a fault of Redis", () => {
  it.each([
    ["OOM command not allowed when used memory > 'maxmemory'.", "OOM", false],
    ["WRONGTYPE Operation against a key holding the wrong kind of value", "WRONGTYPE", false],
    ["READONLY You can't write against a read only replica.", "READONLY", true],
    ["Socket closed unexpectedly at 10.0.0.7:6379", "Error", false],
  ])("%s is told as %s and no more", (message, code, ends) => {
    const error = new Error(message);
    expect(storeFault(error)).toMatchObject({ ...UNAVAILABLE, cause: { code } });
    expect(inspect(storeFault(error), { depth: 9 })).not.toContain(message.slice(code.length));
    expect(endsConnection(error)).toBe(ends);
  });
});

if (findRedis()) {
  describe("redis stores, when the server fails", () => {
    let server: RedisServer;
    let proxy: TcpProxy;
    let harness: RedisHarness;
    let f: StoreFixture;
    beforeAll(async () => {
      server = await startRedis();
    });
    afterAll(() => server.remove());
    async function open(terms: RedisTerms = {}): Promise<void> {
      harness = await createRedisHarness({ url: server.url, ...terms });
      f = await createStoreFixture(harness);
    }
    beforeEach(async () => {
      proxy = await createTcpProxy({ host: "127.0.0.1", port: server.port });
      await open();
    });
    afterEach(async () => {
      await f.close();
      await proxy.close();
    });
    const throughProxy = () => `redis://127.0.0.1:${proxy.port}`;
    const find = ({ tokenHash }: { tokenHash: Buffer }) => f.stores.sessions.find(tokenHash, NOW);
    const isDenied = () => f.stores.revocations.isDenied("key", NOW);
    const configure = (setting: Record<string, string>) =>
      harness.redis.send((client) => client.configSet(setting));
    async function until(isSo: () => Promise<unknown>): Promise<void> {
      const giveUpAt = performance.now() + 5000;
      while (!(await isSo().catch(() => false)) && performance.now() < giveUpAt)
        await new Promise((resolve) => setTimeout(resolve, 10));
      await isSo();
    }
    /** How long until the fault is told. */
    async function refusedAfter(call: () => Promise<unknown>): Promise<number> {
      const began = performance.now();
      await expect(call()).rejects.toMatchObject(UNAVAILABLE);
      return performance.now() - began;
    }

    it("a server that hangs is a fault within two seconds, then at once, and is used again when it goes on", async () => {
      const session = await f.addSession();
      server.signal("SIGSTOP");
      try {
        const all = await Promise.all(Array.from({ length: 25 }, () => refusedAfter(() => find(session))));
        expect(Math.max(...all)).toBeLessThan(2000);
        expect(await refusedAfter(() => find(session))).toBeLessThan(100);
      } finally {
        server.signal("SIGCONT");
      }
      await until(() => find(session));
      expect((await find(session))?.session).toEqual(session);
    });

    it("a network that goes silent is a fault, also for the greeting, and is used again when it speaks", async () => {
      await f.close();
      await open({ url: throughProxy(), answerWithinMs: 100 });
      const session = await f.addSession();
      await proxy.become("silent");
      expect(await refusedAfter(() => find(session))).toBeLessThan(1000);
      await new Promise((resolve) => setTimeout(resolve, 100));
      // What was said in the meantime is lost: a connection that was made then is never greeted.
      await proxy.become("passing");
      await until(() => find(session));
      expect((await find(session))?.session).toEqual(session);
    });

    it("a server that was killed is a fault at once; come back empty it lets nobody in, and denies no denial", async () => {
      const session = await f.addSession();
      const { tokenHash } = await f.addFamily();
      await f.stores.revocations.deny(["key"], at(1));
      expect(await isDenied()).toBe(true);
      await server.kill();
      for (const call of [() => find(session), isDenied, () => f.rotate(tokenHash)])
        expect(await refusedAfter(call)).toBeLessThan(1500);
      await server.start();
      await until(async () => (await find(session)) === null);
      expect(await find(session)).toBeNull();
      expect(await f.rotate(tokenHash)).toEqual({ kind: "denied", reason: "unknown" });
      const { revocations } = f.stores;
      const lost = [
        isDenied,
        () => revocations.version(f.ada.userId, AUDIENCE),
        () => revocations.bumpVersion(f.ada.userId, AUDIENCE),
      ];
      for (const call of lost) await expect(call()).rejects.toMatchObject(UNAVAILABLE);
      await revocations.deny(["key"], at(1));
      await expect(isDenied()).rejects.toMatchObject(UNAVAILABLE);
      await beginRevocations(harness.redis);
      expect(await isDenied()).toBe(true);
      expect(await revocations.version(f.ada.userId, AUDIENCE)).toBe(0);
    });

    it("a denylist that was evicted is a fault for every check, never a no", async () => {
      await f.stores.revocations.deny(["key"], at(1));
      await harness.redis.send((client) => client.del(`${harness.redis.prefix}denylist`));
      for (const key of ["key", "another"])
        await expect(f.stores.revocations.isDenied(key, NOW)).rejects.toMatchObject(UNAVAILABLE);
    });

    describe("with little memory", () => {
      afterEach(async () => {
        await configure({ maxmemory: "0", "maxmemory-policy": "noeviction" });
        await harness.redis.send((client) => client.flushDb());
      });
      const fill = (key: string) =>
        harness.redis.send((client) => client.set(key, "x".repeat(50_000), { PX: 60_000 }));

      it("a full server begins no sign-in, and still ends every one", async () => {
        const { sessions, refreshTokens, revocations } = f.stores;
        const [session, ended] = [await f.addSession(), await f.addSession()];
        const [family, other] = [await f.addFamily(), await f.addFamily()];
        await f.rotate(other.tokenHash);
        await configure({ maxmemory: "1", "maxmemory-policy": "noeviction" });
        await expect(f.addSession()).rejects.toMatchObject({ ...UNAVAILABLE, cause: { code: "OOM" } });
        await expect(f.addFamily()).rejects.toMatchObject({ ...UNAVAILABLE, cause: { code: "OOM" } });
        await sessions.touch(session.id, at(7), f.ada.userId);
        expect((await find(session))?.session.lastSeenAt).toEqual(at(7));
        expect(await sessions.delete(f.ada.userId, AUDIENCE, ended.id)).toBe(true);
        expect(await find(ended)).toBeNull();
        expect(await f.rotate(other.tokenHash, { now: at(60_000) })).toMatchObject({ kind: "reused" });
        expect(await f.rotate(family.tokenHash)).toMatchObject({ kind: "rotated" });
        expect(await refreshTokens.revokeByUser(f.ada.userId, AUDIENCE, NOW)).toEqual([family.family.id]);
        expect(await sessions.deleteByUser(f.ada.userId, AUDIENCE, NOW)).toBe(1);
        await revocations.deny(["key"], at(1));
        expect(await isDenied()).toBe(true);
        expect(await revocations.bumpVersion(f.ada.userId, AUDIENCE)).toBe(1);
        await f.saveUser({ principal: f.ada, disabled: true });
      });

      it("a server that evicts what has an end drops whole sign-ins, and no revocation", async () => {
        await f.stores.revocations.deny(["key"], at(1));
        await f.stores.revocations.bumpVersion(f.ada.userId, AUDIENCE);
        const session = await f.addSession();
        await configure({ maxmemory: "3mb", "maxmemory-policy": "volatile-lru" });
        for (let i = 0; i < 100; i++) await fill(`${harness.redis.prefix}filler:${i}`);
        const stats = await harness.redis.send((client) => client.info("stats"));
        expect(Number(/evicted_keys:(\d+)/.exec(stats)?.[1])).toBeGreaterThan(0);
        expect(await find(session)).toBeNull();
        expect(await isDenied()).toBe(true);
        expect(await f.stores.revocations.version(f.ada.userId, AUDIENCE)).toBe(1);
      });
    });

    it("a lost answer to a rotation is a fault, and whoever tries again gets the one successor", async () => {
      await f.close();
      await open({ url: throughProxy() });
      const { tokenHash, family } = await f.addFamily();
      proxy.loseAnswerTo(SCRIPTS.commit.SHA1);
      await expect(f.rotate(tokenHash)).rejects.toMatchObject(UNAVAILABLE);
      expect(proxy.lost()).toBe(1);
      await until(() => f.stores.refreshTokens.find(family.id, NOW));
      expect(await f.rotate(tokenHash)).toMatchObject({ kind: "rotated", repeated: true });
      expect(await f.rotate(successorOf(tokenHash))).toMatchObject({ kind: "rotated", repeated: false });
    });

    it("a server that was made a replica is a fault for what writes, and is used again as a primary", async () => {
      await harness.redis.send((client) => client.sendCommand(["REPLICAOF", "127.0.0.1", "1"]));
      const bump = () => f.stores.revocations.bumpVersion(f.ada.userId, AUDIENCE);
      await expect(bump()).rejects.toMatchObject({ ...UNAVAILABLE, cause: { code: "READONLY" } });
      await until(() => harness.redis.send((client) => client.sendCommand(["REPLICAOF", "NO", "ONE"])));
      await until(() => harness.redis.send((client) => client.ping()));
      expect(await bump()).toBe(1);
    });

    it("an answer that came while this process was busy is no fault", async () => {
      await f.close();
      await open({ answerWithinMs: 50 });
      const session = await f.addSession();
      const found = find(session);
      await new Promise((resolve) => setImmediate(resolve));
      const busyUntil = performance.now() + 200;
      while (performance.now() < busyUntil);
      expect(await found).not.toBeNull();
    });

    it("a check is one command when it is told whose session it is, and a list is one, too", async () => {
      const session = await f.addSession();
      const { family } = await f.addFamily();
      const { sessions, refreshTokens, revocations } = f.stores;
      const { userId } = f.ada;
      const checks = [
        () => sessions.find(session.tokenHash, NOW, { userId, sessionId: session.id }),
        () => refreshTokens.find(family.id, NOW, userId),
        () => revocations.isDenied("key", NOW),
        () => revocations.version(userId, AUDIENCE),
        () => sessions.touch(session.id, NOW, userId),
        () => sessions.listByUser(userId, AUDIENCE, NOW),
      ];
      const calls = async () => {
        const stats = await harness.redis.send((client) => client.info("commandstats"));
        const of = [...stats.matchAll(/cmdstat_(hmget|zmscore|hgetall|get|evalsha):calls=(\d+)/g)];
        return of.reduce((sum, [, , count]) => sum + Number(count), 0);
      };
      await sessions.touch(session.id, NOW, userId);
      for (const check of checks) {
        const before = await calls();
        await check();
        expect((await calls()) - before, check.toString()).toBe(1);
      }
    });

    it("a wrong password is a fault that does not tell it", async () => {
      const secret = "a-password-of-ours";
      await configure({ requirepass: "another" });
      const redis = await openRedis({
        url: `redis://:${secret}@127.0.0.1:${server.port}`,
        answerWithinMs: 100,
      });
      const error = await redis.send((client) => client.ping()).catch((thrown: unknown) => thrown);
      redis.close();
      await configure({ requirepass: "" });
      expect(error).toMatchObject(UNAVAILABLE);
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(secret);
    });

    describe("with little patience", () => {
      beforeEach(async () => {
        await f.close();
        await open({ url: throughProxy(), answerWithinMs: 60 });
        f.faults = {
          "server that does not answer": () => proxy.become("silent"),
          "server that is gone": () => proxy.become("gone"),
        };
      });
      testFaults(() => f, ["server that does not answer", "server that is gone"]);
    });
  });
}
