import type { FamilyId, UserId } from "../../contract";
import type { FamilyRecord, FirstUse, RefreshTokenStore, RotationRequest } from "../../parts";
import { judge } from "../rotation";
import { isLive, pageOf, tallyOf } from "../sign-in-lists";
import { beginSignIn, type OwnerOf } from "./people";
import {
  bySignIn,
  byToken,
  follow,
  keepMs,
  personKey,
  pointTo,
  readOwner,
  readSignIn,
  tokensKey,
  writeSignIn,
} from "./person";
import type { Units, Write } from "./units";

// Token families in Redis. A rotation is a unit: it reads everything that decides, and one script spends the token and
// adds its successor, if all of that is still so. Of two with the same token the second runs again, and finds it spent.

interface Token {
  createdAt: number;
  firstUse: { at: number; ip: string; userAgent: string } | null;
}

export function createRedisRefreshTokenStore(units: Units, ownerOf: OwnerOf): RefreshTokenStore {
  async function ofUser(userId: UserId, audience: string): Promise<FamilyRecord[]> {
    const fields = await units.readAll(personKey(units, userId));
    if (!readOwner(userId, fields.get("owner"))) return [];
    return [...fields]
      .filter(([field]) => field.startsWith("f:"))
      .map(([field, record]) => {
        const id = field.slice(2);
        return toFamily(userId, record, fields.get(`seen:${id}`), fields.get(`revoked:${id}`));
      })
      .filter((family) => family.audience === audience);
  }
  async function notOver(userId: UserId, audience: string, now: Date): Promise<FamilyRecord[]> {
    const families = await ofUser(userId, audience);
    return families.filter(({ revokedAt, expiresAt }) => !revokedAt && now < expiresAt);
  }
  async function live(userId: UserId, audience: string, now: Date): Promise<FamilyRecord[]> {
    return (await notOver(userId, audience, now)).filter((family) => isLive(family, now));
  }
  /** The ids of those that were not over. */
  const revoke = (userId: UserId, audience: string, now: Date, isMeant: (id: FamilyId) => boolean) =>
    units.writing(async (write) => {
      const ids = (await notOver(userId, audience, now)).map(({ id }) => id).filter(isMeant);
      for (const id of ids) write(personKey(units, userId), { [`revoked:${id}`]: String(now.getTime()) });
      return ids;
    });

  async function rotate(request: RotationRequest, write: Write) {
    const { tokenHash, successorHash, now, ip, userAgent } = request;
    const place = await follow(units, byToken(units, tokenHash));
    const stored = place && (await findStored(place.id, place.userId));
    if (!place || !stored) return judge(request, null, null);
    const [person, tokens] = [personKey(units, place.userId), tokensKey(units, place.id)];
    const [spending, next] = [tokenHash.toString("hex"), successorHash.toString("hex")];
    const [held, following] = (await units.read(tokens, [spending, next])).map(readToken);
    const rotation = judge(
      request,
      held ? { ...stored, createdAt: new Date(held.createdAt), firstUse: toFirstUse(held) } : null,
      following ? { firstUse: toFirstUse(following) } : null,
    );
    const at = now.getTime();
    if (rotation.kind === "reused") write(person, { [`revoked:${place.id}`]: String(at) });
    if (rotation.kind !== "rotated" || rotation.repeated || !held) return rotation;
    write(tokens, {
      [spending]: writeToken({ ...held, firstUse: { at, ip, userAgent } }),
      [next]: writeToken({ createdAt: at, firstUse: null }),
    });
    write(byToken(units, successorHash), pointTo(place), keepMs(stored.family, now));
    write(person, { [`seen:${place.id}`]: String(at) });
    return rotation;
  }

  async function findStored(id: FamilyId, userId: UserId) {
    const fields = ["owner", `f:${id}`, `seen:${id}`, `revoked:${id}`];
    const [copy, record, seen, revoked] = await units.read(personKey(units, userId), fields);
    const owner = readOwner(userId, copy);
    return owner && record ? { family: toFamily(userId, record, seen, revoked), ...owner } : null;
  }

  return {
    insert: (family, tokenHash) =>
      units.writing(async (write) => {
        const { id, userId, createdAt, revokedAt } = family;
        const pointers = [byToken(units, tokenHash), bySignIn(units, id)];
        const record = writeSignIn(family, {});
        await beginSignIn(units, ownerOf, write, { signIn: family, field: `f:${id}`, record, pointers });
        if (revokedAt) write(personKey(units, userId), { [`revoked:${id}`]: String(revokedAt.getTime()) });
        const first = writeToken({ createdAt: createdAt.getTime(), firstUse: null });
        write(tokensKey(units, id), { [tokenHash.toString("hex")]: first }, keepMs(family, createdAt));
      }),
    rotate: (request) => units.writing((write) => rotate(request, write)),
    async find(id, now, userId) {
      const owner = userId ?? (await follow(units, bySignIn(units, id)))?.userId;
      const stored = owner === undefined ? null : await findStored(id, owner);
      return stored && now < stored.family.expiresAt ? stored : null;
    },
    async ownerOf(tokenHash, audience) {
      const place = await follow(units, byToken(units, tokenHash));
      const stored = place && (await findStored(place.id, place.userId));
      if (stored?.family.audience !== audience) return null;
      return { userId: stored.family.userId, sessionId: stored.family.id };
    },
    async revokeFamily(userId, audience, id, now) {
      return (await revoke(userId, audience, now, (each) => each === id)).length === 1;
    },
    revokeByUser: (userId, audience, now, except) => revoke(userId, audience, now, (id) => id !== except),
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

function toFamily(
  userId: UserId,
  record: string,
  seen: string | null | undefined,
  revoked: string | null | undefined,
): FamilyRecord {
  const revokedAt = revoked ? new Date(Number(revoked)) : null;
  return { ...readSignIn(userId, record, seen ?? null), revokedAt };
}

const writeToken = (token: Token): string => JSON.stringify(token);

const readToken = (value: string | null): Token | null => (value === null ? null : JSON.parse(value));

function toFirstUse({ firstUse }: Token): FirstUse | null {
  return firstUse && { ...firstUse, at: new Date(firstUse.at) };
}
