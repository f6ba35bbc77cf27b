import type { Atomically, RevocationStore } from "../../parts";
import type { Tables } from "./tables";

// The denylist and the token versions in two Maps.

export function createMemoryRevocationStore(tables: Tables, atomically: Atomically): RevocationStore {
  const versionKey = (userId: string, audience: string) => JSON.stringify([userId, audience]);
  return {
    deny: (keys, until) =>
      atomically(async () => {
        for (const key of keys) {
          const known = tables.denied.get(key);
          if (!known || known < until) tables.denied.set(key, until);
        }
      }),
    async isDenied(key, now) {
      const until = tables.denied.get(key);
      return until !== undefined && now < until;
    },
    async version(userId, audience) {
      return tables.versions.get(versionKey(userId, audience)) ?? 0;
    },
    bumpVersion: (userId, audience) =>
      atomically(async () => {
        const next = (tables.versions.get(versionKey(userId, audience)) ?? 0) + 1;
        tables.versions.set(versionKey(userId, audience), next);
        return next;
      }),
    forgetVersions: (userId) =>
      atomically(async () => {
        for (const key of tables.versions.keys())
          if (JSON.parse(key)[0] === userId) tables.versions.delete(key);
      }),
    deleteExpired: (now, limit) =>
      atomically(async () => {
        const over = [...tables.denied].filter(([, until]) => now >= until).slice(0, limit);
        for (const [key] of over) tables.denied.delete(key);
        return over.length;
      }),
  };
}
