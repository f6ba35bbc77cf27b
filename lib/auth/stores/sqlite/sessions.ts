import { and, count, eq, gt, inArray, lte, ne, sql } from "drizzle-orm";
import { sessions, users } from "../../../../db/schema";
import type { Role, SessionId, UserId } from "../../contract";
import type { Atomically, SessionRecord, SessionStore } from "../../parts";
import { attempt, type Database } from "./database";

// Sessions in SQLite. Every statement but insert is prepared once. Write `= +?` where a JOIN is filtered: SQLite is
// built with STAT4 here and would plan the JOIN anew for every value bound to a bare `= ?`.

/** In the order of the columns that `find` selects. */
type FoundRow = [
  ...[id: SessionId, userId: UserId, audience: string],
  ...[createdAt: number, authenticatedAt: number, lastSeenAt: number, idleTimeoutSeconds: number],
  ...[expiresAt: number, ip: string, userAgent: string, cacheSeconds: number],
  ...[email: string, name: string, role: Role, disabledAt: number | null],
];

/** Statements are prepared at once, so a database without the tables fails here, not at the first request. */
export function createSqliteSessionStore(db: Database, atomically: Atomically): SessionStore {
  const bound = (name: string) => sql`+${sql.placeholder(name)}`;
  const ofUser = and(
    eq(sessions.userId, sql.placeholder("userId")),
    eq(sessions.audience, sql.placeholder("audience")),
  );
  const isLive = gt(sessions.expiresAt, sql.placeholder("now"));
  const others = and(ofUser, ne(sessions.id, sql.placeholder("except")));

  // The one statement of every request, so it skips drizzle's mapping, and reads everything but the hash,
  // which the caller has.
  const columns = [
    ...[sessions.id, sessions.userId, sessions.audience, sessions.createdAt, sessions.authenticatedAt],
    ...[
      sessions.lastSeenAt,
      sessions.idleTimeoutSeconds,
      sessions.expiresAt,
      sessions.ip,
      sessions.userAgent,
      sessions.cacheSeconds,
    ],
    ...[users.email, users.name, users.role, users.disabledAt],
  ];
  const findQuery = db
    .select(Object.fromEntries(columns.map((column, index) => [index, column])))
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(sessions.tokenHash, bound("tokenHash")));
  const find = db.$client.prepare(findQuery.toSQL().sql).raw();
  const touch = db
    .update(sessions)
    .set({ lastSeenAt: sql`${sql.placeholder("lastSeenAt")}` })
    .where(eq(sessions.id, sql.placeholder("id")))
    .prepare();
  const remove = db
    .delete(sessions)
    .where(and(ofUser, eq(sessions.id, sql.placeholder("id"))))
    .prepare();
  const countByUser = db.select({ live: count() }).from(sessions).where(and(others, isLive)).prepare();
  const removeByUser = db.delete(sessions).where(others).prepare();
  const listByUser = db
    .select()
    .from(sessions)
    .where(and(ofUser, isLive))
    .orderBy(sql`${sessions.createdAt} desc`, sql`${sessions.id} desc`)
    .prepare();
  const removeExpired = db
    .delete(sessions)
    .where(
      inArray(
        sessions.id,
        db
          .select({ id: sessions.id })
          .from(sessions)
          .where(lte(sessions.expiresAt, sql.placeholder("now")))
          .limit(sql.placeholder("limit")),
      ),
    )
    .prepare();

  const write = <T>(work: () => T) => atomically(async () => attempt(work));

  return {
    insert: (session) => write(() => void db.insert(sessions).values(session).run()),
    async find(tokenHash, now) {
      const row = attempt(() => find.get(tokenHash)) as FoundRow | undefined;
      if (!row || now.getTime() >= row[7]) return null;
      const [id, userId, audience, createdAt, authenticatedAt, lastSeenAt, idleTimeoutSeconds] = row;
      const [, , , , , , , expiresAt, ip, userAgent, cacheSeconds, email, name, role, disabledAt] = row;
      return {
        session: {
          ...{ id, tokenHash, userId, audience, idleTimeoutSeconds, cacheSeconds, ip, userAgent },
          createdAt: new Date(createdAt),
          authenticatedAt: new Date(authenticatedAt),
          lastSeenAt: new Date(lastSeenAt),
          expiresAt: new Date(expiresAt),
        },
        principal: { userId, email, name, role },
        disabled: disabledAt !== null,
      };
    },
    touch: (id, lastSeenAt) => write(() => void touch.run({ id, lastSeenAt: lastSeenAt.getTime() })),
    delete: (userId, audience, id) => write(() => remove.run({ userId, audience, id }).changes > 0),
    deleteByUser: (userId, audience, now, except = NONE) =>
      write(() => {
        const live = countByUser.get({ userId, audience, except, now: now.getTime() })?.live ?? 0;
        removeByUser.run({ userId, audience, except });
        return live;
      }),
    async listByUser(userId, audience, now) {
      return attempt(() => listByUser.all({ userId, audience, now: now.getTime() })).map(toRecord);
    },
    deleteExpired: (now, limit) => write(() => removeExpired.run({ now: now.getTime(), limit }).changes),
  };
}

/** No id is empty. */
const NONE = "" as SessionId;

function toRecord(row: typeof sessions.$inferSelect): SessionRecord {
  return { ...row, id: row.id as SessionId, userId: row.userId as UserId };
}
