import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AUDIENCE, MINUTE, SECOND } from "../testing/kit";
import { testOvertaken } from "../testing/overtaken";
import { createRedisHarness, hasRedis, type RedisHarness } from "../testing/redis";
import { at, createStoreFixture, NOW, type StoreFixture, successorOf } from "../testing/store-fixture";
import { storesContract } from "./contract-suite";
import { createRedisStores } from "./redis";
import { openRedis } from "./redis/connection";

// Redis as it is used: by several instances at once, with an end for every key, and a copy of each account.

const HOUR = 60 * MINUTE;
const UNAVAILABLE = { name: "AuthError", code: "store_unavailable" };

it("where there is no server every call is a fault at once, and the stores can be made all the same", async () => {
  const redis = await openRedis({ url: "redis://127.0.0.1:1" });
  const { revocations, atomically } = createRedisStores(redis, async () => null);
  for (const call of [
    () => revocations.isDenied("key", NOW),
    () => atomically(() => revocations.deny(["key"], NOW)),
  ])
    await expect(call()).rejects.toMatchObject(UNAVAILABLE);
  redis.close();
  await expect(revocations.isDenied("key", NOW)).rejects.toMatchObject(UNAVAILABLE);
});

if (hasRedis) {
  storesContract("redis", () => createRedisHarness(), {
    faults: ["closed connection"],
    units: "run at once",
    sweeps: "by itself",
  });

  describe("redis stores", () => {
    let harness: RedisHarness;
    let f: StoreFixture;
    /** Another instance of the same app. */
    let other: RedisHarness;
    beforeEach(async () => {
      harness = await createRedisHarness();
      f = await createStoreFixture(harness);
      other = await createRedisHarness({ prefix: harness.redis.prefix, people: harness.people });
    });
    afterEach(async () => {
      await other.close();
      await f.close();
    });
    const { redis } = { redis: () => harness.redis };
    const keys = () => redis().send((client) => client.keys(`${redis().prefix}*`));
    const version = () => other.stores.revocations.version(f.ada.userId, AUDIENCE);
    const bump = () => f.stores.revocations.bumpVersion(f.ada.userId, AUDIENCE);

    it.each([1, 2, 3, 4])(
      "refreshes in any order over two instances never fork and never look like theft (%i)",
      async () => {
        const { family, tokenHash } = await f.addFamily();
        const instances = [f.stores.refreshTokens, other.stores.refreshTokens];
        let hash = tokenHash;
        for (let round = 0; round < 12; round++) {
          const now = at(round * SECOND);
          const tabs = Array.from({ length: 8 }, async (_, tab) => {
            await setTimeout(Math.random() * 3);
            const request = { tokenHash: hash, successorHash: successorOf(hash), audience: AUDIENCE, now };
            return instances[tab % 2]?.rotate({ ...request, graceSeconds: 10, ip: "", userAgent: `${tab}` });
          });
          const all = await Promise.all(tabs);
          expect(all.map((rotation) => rotation?.kind)).toEqual(Array(8).fill("rotated"));
          expect(all.filter((rotation) => rotation?.kind === "rotated" && !rotation.repeated)).toHaveLength(
            1,
          );
          hash = successorOf(hash);
        }
        const name = `${redis().prefix}tokens:${family.id}`;
        const tokens = Object.values(await redis().send((client) => client.hGetAll(name)));
        expect(tokens).toHaveLength(13);
        expect(tokens.filter((token) => JSON.parse(token).firstUse === null)).toHaveLength(1);
      },
    );

    testOvertaken(() => ({ f, other }), UNAVAILABLE);

    it("a sign-in that begins while all are being ended is ended with them, or begins after", async () => {
      await f.addFamily();
      let runs = 0;
      const ended = await f.stores.atomically(async () => {
        const ids = await f.stores.refreshTokens.revokeByUser(f.ada.userId, AUDIENCE, NOW);
        if (++runs === 1) await other.stores.refreshTokens.insert(f.buildFamily(), Buffer.alloc(32, 1));
        return ids;
      });
      expect(ended).toHaveLength(2);
      expect(await f.stores.refreshTokens.listByUser(f.ada.userId, AUDIENCE, NOW)).toEqual([]);
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

    it("every key but the lists has an end of its own, an hour after what it is for, whatever our clock says", async () => {
      const session = await f.addSession({ createdAt: at(-5 * MINUTE), expiresAt: at(5 * MINUTE) });
      await f.addFamily({ expiresAt: at(-10 * MINUTE) });
      const { tokenHash, family } = await f.addFamily({
        expiresAt: at(2 * HOUR),
        userId: (await f.addPerson()).userId,
      });
      await f.rotate(tokenHash);
      await bump();
      await f.stores.revocations.deny(["key"], at(5));
      const ends = new Map<string, number>();
      for (const name of await keys())
        ends.set(name.slice(redis().prefix.length), await redis().send((client) => client.pTTL(name)));
      const endless = [...ends].filter(([, end]) => end < 0).map(([name]) => name);
      expect(endless.sort()).toEqual(["denylist", "versions"]);
      for (const [name, end] of ends)
        if (!endless.includes(name)) expect(end, name).toBeGreaterThan(59 * MINUTE);
      const late = (name: string) => ends.get(name) ?? 0;
      for (const name of [`by-token:${session.tokenHash.toString("hex")}`, `person:${f.ada.userId}`])
        expect(late(name), name).toBeLessThanOrEqual(70 * MINUTE);
      for (const name of [`tokens:${family.id}`, `by-token:${successorOf(tokenHash).toString("hex")}`])
        expect(late(name), name).toBeGreaterThan(2 * HOUR + 59 * MINUTE);
    });

    it("a later sign-in drops those that ended an hour before it, and no others", async () => {
      const long = { createdAt: at(-9 * HOUR) };
      await f.addSession({ ...long, expiresAt: at(-HOUR) });
      await f.addFamily({ ...long, expiresAt: at(-HOUR) });
      const recent = await f.addSession({ ...long, expiresAt: at(-HOUR + 1) });
      const newest = await f.addSession({ createdAt: NOW });
      const fields = await redis().send((client) => client.hKeys(`${redis().prefix}person:${f.ada.userId}`));
      const kept = [recent, newest].flatMap(({ id }) => [`s:${id}`, `seen:${id}`]);
      expect(fields.sort()).toEqual([...kept, "edition", "owner"].sort());
    });

    it("an account that changes or goes while a sign-in of it begins is not brought back as it was", async () => {
      let meanwhile = async () => {};
      const slow = createRedisStores(redis(), async (userId) => {
        const owner = harness.people.get(userId) ?? null;
        await meanwhile();
        return owner;
      });
      const ben = { ...f.ada, userId: f.buildSession().id as never };
      const begin = async () => {
        const session = f.buildSession({ userId: ben.userId });
        await slow.sessions.insert(session);
        return f.stores.sessions.find(session.tokenHash, NOW);
      };
      harness.people.set(ben.userId, { principal: ben, disabled: false });
      meanwhile = () => f.saveUser({ principal: { ...ben, role: "admin" }, disabled: true });
      expect(await begin()).toMatchObject({ principal: { role: "admin" }, disabled: true });

      const carl = { ...f.ada, userId: f.buildSession().id as never };
      harness.people.set(carl.userId, { principal: carl, disabled: false });
      meanwhile = () => f.removeUser(carl.userId);
      await expect(slow.sessions.insert(f.buildSession({ userId: carl.userId }))).rejects.toMatchObject(
        UNAVAILABLE,
      );
    });

    it("a person who was removed and made again can sign in", async () => {
      await f.removeUser(f.ada.userId);
      await expect(f.addSession()).rejects.toMatchObject(UNAVAILABLE);
      await f.saveUser({ principal: f.ada, disabled: false });
      const { tokenHash } = await f.addSession();
      expect(await f.stores.sessions.find(tokenHash, NOW)).toMatchObject({ principal: f.ada });
    });
  });
}
