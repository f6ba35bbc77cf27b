import { AuthError } from "../../errors";
import type { Atomically, FoundSession, SessionRecord, SessionStore } from "../../parts";
import { isLive, pageOf, tallyOf } from "../sign-in-lists";
import type { Tables, Users } from "./tables";

// Sessions in a Map.

export function createMemorySessionStore(tables: Tables, users: Users, atomically: Atomically): SessionStore {
  const key = (tokenHash: Buffer) => tokenHash.toString("hex");
  const all = () => [...tables.sessions.values()];

  const liveOf = (userId: string, audience: string, now: Date) =>
    all().filter(
      (session) =>
        session.userId === userId &&
        session.audience === audience &&
        isLive(session, now) &&
        users.has(session.userId),
    );

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
    async findById(userId, audience, id, now) {
      const session = liveOf(userId, audience, now).find((candidate) => candidate.id === id);
      return session ? { ...session } : null;
    },
    async listByUser(userId, audience, now, page) {
      return pageOf(liveOf(userId, audience, now), page);
    },
    async tallyByUser(userId, audience, now, except) {
      return tallyOf(liveOf(userId, audience, now).filter(({ id }) => id !== except));
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
