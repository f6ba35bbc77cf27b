import { AuthError } from "../../errors";
import type { Atomically, FoundSession, SessionRecord, SessionStore } from "../../parts";
import type { Tables, Users } from "./tables";

// Sessions in a Map.

export function createMemorySessionStore(tables: Tables, users: Users, atomically: Atomically): SessionStore {
  const key = (tokenHash: Buffer) => tokenHash.toString("hex");
  const all = () => [...tables.sessions.values()];

  const remove = (matches: (session: SessionRecord) => boolean) =>
    atomically(async () => {
      const doomed = all().filter(matches);
      for (const session of doomed) tables.sessions.delete(key(session.tokenHash));
      return doomed;
    });

  return {
    insert: (session) =>
      atomically(async () => {
        const taken =
          all().some(({ id }) => id === session.id) || tables.sessions.has(key(session.tokenHash));
        if (taken || !users.has(session.userId))
          throw new AuthError("store_unavailable", "The session could not be stored.");
        tables.sessions.set(key(session.tokenHash), { ...session });
      }),
    async find(tokenHash, now): Promise<FoundSession | null> {
      const session = tables.sessions.get(key(tokenHash));
      const user = session && users.get(session.userId);
      if (!session || !user || now >= session.expiresAt) return null;
      return { session: { ...session }, principal: { ...user.principal }, disabled: user.disabled };
    },
    touch: (id, lastSeenAt) =>
      atomically(async () => {
        const session = all().find((candidate) => candidate.id === id);
        if (session) tables.sessions.set(key(session.tokenHash), { ...session, lastSeenAt });
      }),
    async delete(userId, audience, id) {
      const deleted = await remove(
        (session) => session.userId === userId && session.audience === audience && session.id === id,
      );
      return deleted.length > 0;
    },
    async deleteByUser(userId, audience, now, except) {
      const deleted = await remove(
        (session) => session.userId === userId && session.audience === audience && session.id !== except,
      );
      return deleted.filter((session) => now < session.expiresAt).length;
    },
    async listByUser(userId, audience, now) {
      return all()
        .filter(
          (session) => session.userId === userId && session.audience === audience && now < session.expiresAt,
        )
        .filter((session) => users.has(session.userId))
        .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
        .map((session) => ({ ...session }));
    },
    async deleteExpired(now, limit) {
      const doomed = new Set(
        all()
          .filter((session) => now >= session.expiresAt)
          .slice(0, limit)
          .map((session) => session.id),
      );
      return (await remove((session) => doomed.has(session.id))).length;
    },
  };
}
