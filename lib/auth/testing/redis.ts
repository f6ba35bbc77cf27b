import { randomBytes } from "node:crypto";
import type { UserId } from "../contract";
import type { MemoryUser } from "../stores/memory";
import { createRedisStores } from "../stores/redis";
import { openRedis, type Redis, type RedisOptions } from "../stores/redis/connection";
import { beginRevocations } from "../stores/redis/revocations";
import type { StoreHarness } from "./stores";

// Redis for tests: the server that TEST_REDIS_URL names, and in it a prefix of its own for each test. The accounts are a
// Map, as they lie elsewhere in the app as well.

const server = process.env.TEST_REDIS_URL ?? "";
export const hasRedis = server !== "";

export interface RedisHarness extends StoreHarness {
  redis: Redis;
  people: Map<UserId, MemoryUser>;
}

export interface RedisTerms extends Partial<RedisOptions> {
  /** Another instance of the same app has them in common. */
  people?: Map<UserId, MemoryUser>;
}

export async function createRedisHarness({
  people = new Map(),
  ...options
}: RedisTerms = {}): Promise<RedisHarness> {
  const prefix = options.prefix ?? `test:${randomBytes(6).toString("hex")}:`;
  const redis = await openRedis({ url: server, ...options, prefix });
  const stores = createRedisStores(redis, async (userId) => people.get(userId) ?? null);
  await beginRevocations(redis);
  return {
    redis,
    people,
    stores,
    async saveUser(user) {
      people.set(user.principal.userId, user);
      await stores.people.save(user);
    },
    async removeUser(id) {
      people.delete(id);
      await stores.people.remove(id);
    },
    faults: { "closed connection": () => redis.close() },
    async close() {
      // Keys with an end of their own go by themselves.
      await redis.send((client) => client.del([`${prefix}denylist`, `${prefix}versions`])).catch(() => {});
      redis.close();
    },
  };
}
