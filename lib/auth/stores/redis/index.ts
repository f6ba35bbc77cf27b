import type { Stores } from "../../parts";
import type { Redis } from "./connection";
import { createRedisPeople, type OwnerOf, type RedisPeople } from "./people";
import { createRedisRefreshTokenStore } from "./refresh-tokens";
import { createRedisRevocationStore } from "./revocations";
import { createRedisSessionStore } from "./sessions";
import { createUnits } from "./units";

// All stores in one Redis (or Valkey), from version 7 on. Accounts live elsewhere.

/**
 * `ownerOf` reads an account when a sign-in of it begins. From then on `people` must hear of every change of it:
 * checks read nothing else. `beginRevocations` has to be called once before.
 */
export function createRedisStores(redis: Redis, ownerOf: OwnerOf): Stores & { people: RedisPeople } {
  const units = createUnits(redis);
  return {
    sessions: createRedisSessionStore(units, ownerOf),
    refreshTokens: createRedisRefreshTokenStore(units, ownerOf),
    revocations: createRedisRevocationStore(units),
    atomically: units.atomically,
    people: createRedisPeople(units),
  };
}
