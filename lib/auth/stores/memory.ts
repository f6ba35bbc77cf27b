import type { FoundSession, Principal, SessionRecord, SessionStore, UserId } from "../contract";
import { AuthError } from "../errors";

// Sessions in a Map: for tests and for trying things out. Gone when the process ends.

export interface MemoryUser {
  principal: Principal;
  disabled: boolean;
}

/** `users` is read at every `find`, so a change there shows at once, as a database's would. */
export function createMemorySessionStore(users: ReadonlyMap<UserId, MemoryUser>): SessionStore {
  const byHash = new Map<string, SessionRecord>();
  const key = (tokenHash: Buffer) => tokenHash.toString("hex");
  const all = () => [...byHash.values()];

  function remove(matches: (session: SessionRecord) => boolean): number {
    const doomed = all().filter(matches);
    for (const session of doomed) byHash.delete(key(session.tokenHash));
    return doomed.length;
  }

  return {
    async insert(session) {
      const taken = all().some(({ id }) => id === session.id) || byHash.has(key(session.tokenHash));
      if (taken || !users.has(session.userId))
        throw new AuthError("store_unavailable", "The session could not be stored.");
      byHash.set(key(session.tokenHash), { ...session });
    },
    async find(tokenHash, now): Promise<FoundSession | null> {
      const session = byHash.get(key(tokenHash));
      const user = session && users.get(session.userId);
      if (!session || !user || now >= session.expiresAt) return null;
      return { session: { ...session }, principal: { ...user.principal }, disabled: user.disabled };
    },
    async touch(id, lastSeenAt) {
      const session = all().find((candidate) => candidate.id === id);
      if (session) byHash.set(key(session.tokenHash), { ...session, lastSeenAt });
    },
    async delete(id) {
      remove((session) => session.id === id);
    },
    async deleteByUser(userId, audience, except) {
      return remove(
        (session) => session.userId === userId && session.audience === audience && session.id !== except,
      );
    },
    async listByUser(userId, audience, now) {
      return all()
        .filter(
          (session) => session.userId === userId && session.audience === audience && now < session.expiresAt,
        )
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
      return remove((session) => doomed.has(session.id));
    },
  };
}
