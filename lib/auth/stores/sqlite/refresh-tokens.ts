import { and, eq, exists, gt, inArray, isNull, lte, ne, not, sql } from "drizzle-orm";
import { refreshFamilies, refreshTokens, users } from "../../../../db/schema";
import type { FamilyId, SessionId, UserId } from "../../contract";
import type {
  Atomically,
  FamilyRecord,
  FirstUse,
  FoundFamily,
  RefreshTokenStore,
  RotationRequest,
} from "../../parts";
import { judge } from "../rotation";
import { attempt, type Database } from "./database";

// Token families in SQLite. A rotation is one transaction that takes the write lock before it reads, so two
// processes with the same token come one after the other.

/** Statements are prepared at once, so a database without the tables fails here, not at the first request. */
export function createSqliteRefreshTokenStore(db: Database, atomically: Atomically): RefreshTokenStore {
  const bound = (name: string) => sql`+${sql.placeholder(name)}`;
  const ofUser = and(
    eq(refreshFamilies.userId, sql.placeholder("userId")),
    eq(refreshFamilies.audience, sql.placeholder("audience")),
    isNull(refreshFamilies.revokedAt),
    gt(refreshFamilies.expiresAt, sql.placeholder("now")),
  );

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
  const family = db
    .select({ family: refreshFamilies, user: users })
    .from(refreshFamilies)
    .innerJoin(users, eq(users.id, refreshFamilies.userId))
    .where(and(eq(refreshFamilies.id, bound("id")), gt(refreshFamilies.expiresAt, sql.placeholder("now"))))
    .prepare();
  const revoke = db
    .update(refreshFamilies)
    .set({ revokedAt: sql`${sql.placeholder("now")}` })
    .where(and(ofUser, eq(refreshFamilies.id, sql.placeholder("id"))))
    .prepare();
  const revokeByUser = db
    .update(refreshFamilies)
    .set({ revokedAt: sql`${sql.placeholder("now")}` })
    .where(and(ofUser, ne(refreshFamilies.id, sql.placeholder("except"))))
    .returning({ id: refreshFamilies.id })
    .prepare();
  const listByUser = db
    .select()
    .from(refreshFamilies)
    .where(ofUser)
    .orderBy(sql`${refreshFamilies.createdAt} desc`, sql`${refreshFamilies.id} desc`)
    .prepare();
  const isOver = lte(refreshFamilies.expiresAt, sql.placeholder("now"));
  const removeTokens = db
    .delete(refreshTokens)
    .where(
      inArray(
        refreshTokens.tokenHash,
        db
          .select({ tokenHash: refreshTokens.tokenHash })
          .from(refreshFamilies)
          .innerJoin(refreshTokens, eq(refreshTokens.familyId, refreshFamilies.id))
          .where(isOver)
          .limit(sql.placeholder("limit")),
      ),
    )
    .prepare();
  // Only when its tokens are gone: deleting a family of many would take all of them along at once.
  const removeFamilies = db
    .delete(refreshFamilies)
    .where(
      inArray(
        refreshFamilies.id,
        db
          .select({ id: refreshFamilies.id })
          .from(refreshFamilies)
          .where(
            and(
              isOver,
              not(
                exists(
                  db
                    .select({ one: sql`1` })
                    .from(refreshTokens)
                    .where(eq(refreshTokens.familyId, refreshFamilies.id)),
                ),
              ),
            ),
          )
          .limit(sql.placeholder("limit")),
      ),
    )
    .prepare();

  const write = <T>(work: () => T) => atomically(async () => attempt(work));

  /** The one write of a rotation that goes well. */
  function spend(
    { tokenHash, successorHash, now, ip, userAgent }: RotationRequest,
    familyId: FamilyId,
  ): void {
    db.update(refreshTokens)
      .set({ spentAt: now, spentIp: ip, spentUserAgent: userAgent })
      .where(eq(refreshTokens.tokenHash, tokenHash))
      .run();
    db.insert(refreshTokens).values({ tokenHash: successorHash, familyId, createdAt: now }).run();
    db.update(refreshFamilies).set({ lastSeenAt: now }).where(eq(refreshFamilies.id, familyId)).run();
  }

  return {
    insert: (record, tokenHash) =>
      write(() => {
        db.insert(refreshFamilies).values(record).run();
        const { id: familyId, createdAt } = record;
        db.insert(refreshTokens).values({ tokenHash, familyId, createdAt }).run();
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
      const row = attempt(() => family.get({ id, now: now.getTime() }));
      return row ? toFound(row) : null;
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
          .all({ userId, audience, except: except ?? "", now: now.getTime() })
          .map(({ id }) => id as FamilyId),
      ),
    async listByUser(userId, audience, now) {
      return attempt(() => listByUser.all({ userId, audience, now: now.getTime() })).map(toRecord);
    },
    deleteExpired: (now, limit) =>
      write(() => {
        const tokens = removeTokens.run({ now: now.getTime(), limit }).changes;
        return tokens + removeFamilies.run({ now: now.getTime(), limit: limit - tokens }).changes;
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
