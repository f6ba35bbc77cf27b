import { AuthError } from "../../errors";
import type { Atomically, FamilyRecord, FoundFamily, RefreshTokenStore } from "../../parts";
import { judge } from "../rotation";
import { isLive, pageOf, tallyOf } from "../sign-in-lists";
import type { Tables, Users } from "./tables";

// Token families in two Maps.

export function createMemoryRefreshTokenStore(
  tables: Tables,
  users: Users,
  atomically: Atomically,
): RefreshTokenStore {
  const key = (tokenHash: Buffer) => tokenHash.toString("hex");

  function found(family: FamilyRecord | undefined): FoundFamily | null {
    const user = family && users.get(family.userId);
    if (!user) return null;
    return { family: { ...family }, principal: { ...user.principal }, disabled: user.disabled };
  }
  const notOver = (userId: string, audience: string, now: Date) =>
    [...tables.families.values()].filter(
      (family) =>
        family.userId === userId &&
        family.audience === audience &&
        !family.revokedAt &&
        now < family.expiresAt &&
        users.has(family.userId),
    );
  const change = (family: FamilyRecord, changes: Partial<FamilyRecord>) =>
    void tables.families.set(family.id, { ...family, ...changes });

  return {
    insert: (family, tokenHash) =>
      atomically(async () => {
        const taken = tables.families.has(family.id) || tables.refreshTokens.has(key(tokenHash));
        if (taken || !users.has(family.userId))
          throw new AuthError("store_unavailable", "The token family could not be stored.");
        tables.families.set(family.id, { ...family });
        const { id: familyId, createdAt } = family;
        tables.refreshTokens.set(key(tokenHash), { familyId, createdAt, firstUse: null });
      }),

    rotate: (request) =>
      atomically(async () => {
        const { tokenHash, successorHash, now, ip, userAgent } = request;
        const token = tables.refreshTokens.get(key(tokenHash));
        const holder = token && found(tables.families.get(token.familyId));
        const successor = tables.refreshTokens.get(key(successorHash));
        const rotation = judge(request, token && holder ? { ...token, ...holder } : null, successor ?? null);
        if (rotation.kind === "reused" && holder) change(holder.family, { revokedAt: now });
        if (rotation.kind !== "rotated" || rotation.repeated || !token) return rotation;
        tables.refreshTokens.set(key(tokenHash), { ...token, firstUse: { at: now, ip, userAgent } });
        const { familyId } = token;
        tables.refreshTokens.set(key(successorHash), { familyId, createdAt: now, firstUse: null });
        change(rotation.family, { lastSeenAt: now });
        return rotation;
      }),

    async find(id, now) {
      const family = found(tables.families.get(id));
      return family && now < family.family.expiresAt ? family : null;
    },
    async ownerOf(tokenHash, audience) {
      const token = tables.refreshTokens.get(key(tokenHash));
      const holder = token && found(tables.families.get(token.familyId));
      if (!holder || holder.family.audience !== audience) return null;
      return { userId: holder.family.userId, sessionId: holder.family.id };
    },
    revokeFamily: (userId, audience, id, now) =>
      atomically(async () => {
        const family = notOver(userId, audience, now).find((candidate) => candidate.id === id);
        if (family) change(family, { revokedAt: now });
        return family !== undefined;
      }),
    revokeByUser: (userId, audience, now, except) =>
      atomically(async () => {
        const ended = notOver(userId, audience, now).filter(({ id }) => id !== except);
        for (const family of ended) change(family, { revokedAt: now });
        return ended.map(({ id }) => id);
      }),
    async listByUser(userId, audience, now, page) {
      const live = notOver(userId, audience, now).filter((family) => isLive(family, now));
      return pageOf(live, page);
    },
    async tallyByUser(userId, audience, now, except) {
      const live = notOver(userId, audience, now).filter((family) => isLive(family, now));
      return tallyOf(live.filter(({ id }) => id !== except));
    },
    deleteExpired: (now, limit) =>
      atomically(async () => {
        const isOver = (id: FamilyRecord["id"]) => {
          const family = tables.families.get(id);
          return !family || now >= family.expiresAt;
        };
        const tokens = [...tables.refreshTokens]
          .filter(([, { familyId }]) => isOver(familyId))
          .slice(0, limit);
        for (const [hash] of tokens) tables.refreshTokens.delete(hash);
        const inUse = new Set([...tables.refreshTokens.values()].map(({ familyId }) => familyId));
        const families = [...tables.families.keys()].filter((id) => isOver(id) && !inUse.has(id));
        const doomed = families.slice(0, limit - tokens.length);
        for (const id of doomed) tables.families.delete(id);
        return tokens.length + doomed.length;
      }),
  };
}
