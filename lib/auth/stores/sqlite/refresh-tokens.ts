import { and, eq, exists, getTableColumns, inArray, isNull, lte, not, sql } from "drizzle-orm";
import { refreshFamilies, refreshTokens, users } from "../../../../db/sqlite/schema";
import type { FamilyId, Role, SessionId, UserId } from "../../contract";
import type {
  Atomically,
  FamilyRecord,
  FirstUse,
  FoundFamily,
  RefreshTokenStore,
  RotationRequest,
} from "../../parts";
import { judge } from "../rotation";
import { attempt, type Database, writerOf } from "./database";
import { EMPTY_TALLY, NO_ID, placeOf, SIGN_IN_VALUES, signInsIn } from "./sign-ins";

// Token families in SQLite. A rotation is one transaction that takes the write lock before it reads, so two
// processes with the same token come one after the other.

/** What `find` selects, by the names of the columns. */
interface FoundRow {
  id: FamilyId;
  user_id: UserId;
  audience: string;
  created_at: number;
  authenticated_at: number;
  last_seen_at: number;
  idle_timeout_seconds: number;
  expires_at: number;
  revoked_at: number | null;
  ip: string;
  user_agent: string;
  email: string;
  name: string;
  role: Role;
  disabled_at: number | null;
}

/** Statements are prepared at once, so a database without the tables fails here, not at the first request. */
export function createSqliteRefreshTokenStore(db: Database, atomically: Atomically): RefreshTokenStore {
  const bound = (name: string) => sql`+${sql.placeholder(name)}`;
  const given = (name: string) => sql`${sql.placeholder(name)}`;
  const { ofUser, isWithinLimit, isLive, isOther, newest, oldest, tally } = signInsIn(refreshFamilies);
  const isUnrevoked = isNull(refreshFamilies.revokedAt);
  const notOver = and(ofUser, isUnrevoked, isWithinLimit);

  const token = db
    .select({ token: refreshTokens, family: refreshFamilies, user: users })
    .from(refreshTokens)
    .innerJoin(refreshFamilies, eq(refreshFamilies.id, refreshTokens.familyId))
    .innerJoin(users, eq(users.id, refreshFamilies.userId))
    .where(eq(refreshTokens.tokenHash, bound("tokenHash")))
    .prepare();
  const successor = db
    .select()
    .from(refreshTokens)
    .where(eq(refreshTokens.tokenHash, sql.placeholder("tokenHash")))
    .prepare();
  // Read in every check of introspection, so it skips drizzle's mapping.
  const { email, name, role, disabledAt } = users;
  const findQuery = db
    .select({ ...getTableColumns(refreshFamilies), email, name, role, disabledAt })
    .from(refreshFamilies)
    .innerJoin(users, eq(users.id, refreshFamilies.userId))
    .where(eq(refreshFamilies.id, bound("id")));
  const find = db.$client.prepare(findQuery.toSQL().sql);
  const revoke = db
    .update(refreshFamilies)
    .set({ revokedAt: given("now") })
    .where(and(notOver, eq(refreshFamilies.id, sql.placeholder("id"))))
    .prepare();
  const revokeByUser = db
    .update(refreshFamilies)
    .set({ revokedAt: given("now") })
    .where(and(notOver, isOther))
    .returning({ id: refreshFamilies.id })
    .prepare();
  const listFrom = ({ begin, order }: typeof newest) =>
    db
      .select()
      .from(refreshFamilies)
      .where(and(ofUser, isUnrevoked, begin, isLive))
      .orderBy(...order)
      .limit(sql.placeholder("limit"))
      .prepare();
  const pages = { newest: listFrom(newest), oldest: listFrom(oldest) };
  const tallyByUser = db
    .select(tally)
    .from(refreshFamilies)
    .where(and(ofUser, isUnrevoked, isOther, isLive))
    .prepare();
  const markSpent = db
    .update(refreshTokens)
    .set({ spentAt: given("at"), spentIp: given("ip"), spentUserAgent: given("userAgent") })
    .where(eq(refreshTokens.tokenHash, sql.placeholder("tokenHash")))
    .prepare();
  const markSeen = db
    .update(refreshFamilies)
    .set({ lastSeenAt: given("at") })
    .where(eq(refreshFamilies.id, sql.placeholder("familyId")))
    .prepare();
  const insertFamily = db
    .insert(refreshFamilies)
    .values({ ...SIGN_IN_VALUES, revokedAt: given("revokedAt") })
    .prepare();
  const insertToken = db
    .insert(refreshTokens)
    .values({
      tokenHash: sql.placeholder("tokenHash"),
      familyId: sql.placeholder("familyId"),
      createdAt: sql.placeholder("createdAt"),
    })
    .prepare();
  // The families that a sweep looks at: as many as it may remove rows, so that it never walks over those it has
  // emptied before. Their tokens first: deleting a family of many would take all of them along at once.
  const expired = db
    .select({ id: refreshFamilies.id })
    .from(refreshFamilies)
    .where(lte(refreshFamilies.expiresAt, sql.placeholder("now")))
    .orderBy(refreshFamilies.expiresAt)
    .limit(sql.placeholder("families"))
    .as("expired");
  const theirTokens = db
    .select({ tokenHash: refreshTokens.tokenHash })
    .from(expired)
    .innerJoin(refreshTokens, eq(refreshTokens.familyId, expired.id))
    .limit(sql.placeholder("limit"));
  const tokensLeft = db.select().from(refreshTokens).where(eq(refreshTokens.familyId, expired.id));
  const emptied = db
    .select({ id: expired.id })
    .from(expired)
    .where(not(exists(tokensLeft)))
    .limit(sql.placeholder("limit"));
  const removeTokens = db
    .delete(refreshTokens)
    .where(inArray(refreshTokens.tokenHash, theirTokens))
    .prepare();
  const removeFamilies = db.delete(refreshFamilies).where(inArray(refreshFamilies.id, emptied)).prepare();

  const write = writerOf(atomically);

  /** The one write of a rotation that goes well. */
  function spend(
    { tokenHash, successorHash, now, ip, userAgent }: RotationRequest,
    familyId: FamilyId,
  ): void {
    const at = now.getTime();
    markSpent.run({ tokenHash, at, ip, userAgent });
    insertToken.run({ tokenHash: successorHash, familyId, createdAt: now });
    markSeen.run({ familyId, at });
  }

  return {
    insert: (record, tokenHash) =>
      write(() => {
        const { id: familyId, createdAt, revokedAt } = record;
        insertFamily.run({ ...record, revokedAt: revokedAt?.getTime() ?? null });
        insertToken.run({ tokenHash, familyId, createdAt });
      }),
    rotate: (request) =>
      write(() => {
        const row = token.get({ tokenHash: request.tokenHash });
        const next = successor.get({ tokenHash: request.successorHash });
        const presented = row && {
          ...toFound(row),
          createdAt: row.token.createdAt,
          firstUse: firstUse(row.token),
        };
        const rotation = judge(request, presented ?? null, next ? { firstUse: firstUse(next) } : null);
        if (rotation.kind === "rotated" && !rotation.repeated) spend(request, rotation.family.id);
        if (rotation.kind === "reused") {
          const { userId, familyId: id } = rotation;
          revoke.run({ userId, audience: request.audience, id, now: request.now.getTime() });
        }
        return rotation;
      }),
    async find(id, now) {
      const row = attempt(() => find.get(id)) as FoundRow | undefined;
      if (!row || now.getTime() >= row.expires_at) return null;
      return {
        family: {
          id: row.id,
          userId: row.user_id,
          audience: row.audience,
          createdAt: new Date(row.created_at),
          authenticatedAt: new Date(row.authenticated_at),
          lastSeenAt: new Date(row.last_seen_at),
          idleTimeoutSeconds: row.idle_timeout_seconds,
          expiresAt: new Date(row.expires_at),
          revokedAt: row.revoked_at === null ? null : new Date(row.revoked_at),
          ip: row.ip,
          userAgent: row.user_agent,
        },
        principal: { userId: row.user_id, email: row.email, name: row.name, role: row.role },
        disabled: row.disabled_at !== null,
      };
    },
    async ownerOf(tokenHash, audience) {
      const row = attempt(() => token.get({ tokenHash }));
      if (row?.family.audience !== audience) return null;
      return { userId: row.user.id as UserId, sessionId: row.family.id as SessionId };
    },
    revokeFamily: (userId, audience, id, now) =>
      write(() => revoke.run({ userId, audience, id, now: now.getTime() }).changes > 0),
    revokeByUser: (userId, audience, now, except) =>
      write(() =>
        revokeByUser
          .all({ userId, audience, except: except ?? NO_ID, now: now.getTime() })
          .map(({ id }) => id as FamilyId),
      ),
    async listByUser(userId, audience, now, page) {
      const { first, place } = placeOf(page);
      return attempt(() => pages[first].all({ userId, audience, now: now.getTime(), ...place })).map(
        toRecord,
      );
    },
    async tallyByUser(userId, audience, now, except) {
      const asked = { userId, audience, now: now.getTime(), except: except ?? NO_ID };
      return attempt(() => tallyByUser.get(asked)) ?? EMPTY_TALLY;
    },
    deleteExpired: (date, limit) =>
      write(() => {
        const window = { now: date.getTime(), families: limit };
        const tokens = removeTokens.run({ ...window, limit }).changes;
        return tokens + removeFamilies.run({ ...window, limit: limit - tokens }).changes;
      }),
  };
}

function firstUse({ spentAt, spentIp, spentUserAgent }: typeof refreshTokens.$inferSelect): FirstUse | null {
  return spentAt && { at: spentAt, ip: spentIp ?? "", userAgent: spentUserAgent ?? "" };
}

function toRecord(row: typeof refreshFamilies.$inferSelect): FamilyRecord {
  return { ...row, id: row.id as FamilyId, userId: row.userId as UserId };
}

function toFound(row: {
  family: typeof refreshFamilies.$inferSelect;
  user: typeof users.$inferSelect;
}): FoundFamily {
  const { id, email, name, role, disabledAt } = row.user;
  const principal = { userId: id as UserId, email, name, role };
  return { family: toRecord(row.family), principal, disabled: disabledAt !== null };
}
