import type { SessionId, UserId } from "../../contract";
import type { SessionRecord, SessionStore } from "../../parts";
import { isLive, pageOf, tallyOf } from "../sign-in-lists";
import { beginSignIn, type OwnerOf } from "./people";
import { byToken, follow, personKey, readOwner, readSignIn, writeSignIn } from "./person";
import type { Units } from "./units";

// Sessions in Redis. A check that knows whose session it is, as the seal tells, is one command.

interface OfSession {
  /** In hex. */
  tokenHash: string;
  cacheSeconds: number;
}

export function createRedisSessionStore(units: Units, ownerOf: OwnerOf): SessionStore {
  async function ofUser(userId: UserId, audience: string): Promise<SessionRecord[]> {
    const fields = await units.readAll(personKey(units, userId));
    if (!readOwner(userId, fields.get("owner"))) return [];
    return [...fields]
      .filter(([field]) => field.startsWith("s:"))
      .map(([field, record]) => toSession(userId, record, fields.get(`seen:${field.slice(2)}`) ?? null))
      .filter((session) => session.audience === audience);
  }
  async function live(userId: UserId, audience: string, now: Date): Promise<SessionRecord[]> {
    return (await ofUser(userId, audience)).filter((session) => isLive(session, now));
  }
  /** Those that were there. */
  const end = (userId: UserId, audience: string, isMeant: (id: SessionId) => boolean) =>
    units.writing(async (write) => {
      const ended = (await ofUser(userId, audience)).filter(({ id }) => isMeant(id));
      for (const { id } of ended)
        write(personKey(units, userId), { [`s:${id}`]: null, [`seen:${id}`]: null });
      return ended;
    });

  return {
    insert: (session) =>
      units.writing(async (write) => {
        const { id, tokenHash, cacheSeconds } = session;
        const more: OfSession = { tokenHash: tokenHash.toString("hex"), cacheSeconds };
        const pointers = [byToken(units, tokenHash)];
        const record = writeSignIn(session, more);
        await beginSignIn(units, ownerOf, write, { signIn: session, field: `s:${id}`, record, pointers });
      }),
    async find(tokenHash, now, signIn) {
      const place = signIn
        ? { userId: signIn.userId, id: signIn.sessionId }
        : await follow(units, byToken(units, tokenHash));
      if (!place) return null;
      const { userId, id } = place;
      const fields = ["owner", `s:${id}`, `seen:${id}`];
      const [copy, record, seen] = await units.read(personKey(units, userId), fields);
      const owner = readOwner(userId, copy);
      if (!owner || !record) return null;
      const session = toSession(userId, record, seen ?? null);
      // The name only says where to look. The token decides.
      if (!session.tokenHash.equals(tokenHash) || now >= session.expiresAt) return null;
      return { session, ...owner };
    },
    async touch(id, lastSeenAt, userId) {
      const { name } = personKey(units, userId);
      const values = [`s:${id}`, `seen:${id}`, String(lastSeenAt.getTime())];
      await units.redis.send((client) => client.touch([name], values));
    },
    async delete(userId, audience, id) {
      return (await end(userId, audience, (each) => each === id)).length > 0;
    },
    async deleteByUser(userId, audience, now, except) {
      const ended = await end(userId, audience, (id) => id !== except);
      return ended.filter(({ expiresAt }) => now < expiresAt).length;
    },
    async findById(userId, audience, id, now) {
      return (await live(userId, audience, now)).find((session) => session.id === id) ?? null;
    },
    async listByUser(userId, audience, now, page) {
      return pageOf(await live(userId, audience, now), page);
    },
    async tallyByUser(userId, audience, now, except) {
      return tallyOf((await live(userId, audience, now)).filter(({ id }) => id !== except));
    },
    /** Redis removes them by itself: what is asked is only whether it is there. */
    async deleteExpired() {
      await units.redis.send((client) => client.ping());
      return 0;
    },
  };
}

function toSession(userId: UserId, record: string, seen: string | null): SessionRecord {
  const { tokenHash, ...session } = readSignIn<OfSession>(userId, record, seen);
  return { ...session, tokenHash: Buffer.from(tokenHash, "hex") };
}
