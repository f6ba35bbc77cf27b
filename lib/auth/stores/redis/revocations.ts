import type { UserId } from "../../contract";
import { AuthError } from "../../errors";
import type { RevocationStore } from "../../parts";
import type { Redis } from "./connection";
import type { Key, Units } from "./units";

// The denylist and the token versions in Redis: one key each, without an end of its own, so that a server that runs short
// of memory drops all of it or nothing. Each has a mark in it that says that nothing was lost: if the key is dropped, or
// the server comes back empty, the mark is gone as well, and every check is refused as a fault, not answered "no".

const MARK = "complete";
/** Never swept. */
const MARK_SCORE = Number.MAX_SAFE_INTEGER;

const denylistOf = ({ prefix }: Redis): Key => ({ name: `${prefix}denylist`, kind: "scores" });
const versionsOf = ({ prefix }: Redis): Key => ({ name: `${prefix}versions`, kind: "hash" });

/** No entry is called like the mark. */
const entry = (key: string): string => `k:${key}`;
const person = (userId: UserId): string => `u:${userId}`;

/**
 * Says that the lists are complete from now on. On an empty server that nobody has used yet that is true at once; after a
 * loss only when every access token from before has ended, one longest life of a token later.
 */
export async function beginRevocations(redis: Redis): Promise<void> {
  await redis.send((client) => client.zAdd(denylistOf(redis).name, { score: MARK_SCORE, value: MARK }));
  await redis.send((client) => client.hSet(versionsOf(redis).name, MARK, "1"));
}

export function createRedisRevocationStore(units: Units): RevocationStore {
  const [denylist, versions] = [denylistOf(units.redis), versionsOf(units.redis)];

  async function readMarked(key: Key, field: string): Promise<string | null> {
    const [value = null, mark] = await units.read(key, [field, MARK]);
    if (!mark) throw new AuthError("store_unavailable", "Redis has lost its revocations.");
    return value;
  }
  async function versionsOfPerson(userId: UserId): Promise<Record<string, number>> {
    const known = await readMarked(versions, person(userId));
    return known === null ? {} : JSON.parse(known);
  }

  return {
    deny: (keys, until) =>
      units.writing(async (write) => {
        for (const key of keys) write(denylist, { [entry(key)]: String(until.getTime()) });
      }),
    async isDenied(key, now) {
      const until = await readMarked(denylist, entry(key));
      return until !== null && now.getTime() < Number(until);
    },
    async version(userId, audience) {
      return (await versionsOfPerson(userId))[audience] ?? 0;
    },
    bumpVersion: (userId, audience) =>
      units.writing(async (write) => {
        const known = await versionsOfPerson(userId);
        const next = (known[audience] ?? 0) + 1;
        write(versions, { [person(userId)]: JSON.stringify({ ...known, [audience]: next }) });
        return next;
      }),
    forgetVersions: (userId) =>
      units.writing(async (write) => {
        write(versions, { [person(userId)]: null });
      }),
    deleteExpired: (now, limit) =>
      units.redis.send((client) => client.sweep([denylist.name], [String(now.getTime()), String(limit)])),
  };
}
