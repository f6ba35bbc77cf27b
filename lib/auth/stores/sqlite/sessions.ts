import { and, count, eq, inArray, lte, sql } from "drizzle-orm";
import { sessions, users } from "../../../../db/schema";
import type { Role, SessionId, UserId } from "../../contract";
import type { Atomically, SessionRecord, SessionStore } from "../../parts";
import { attempt, type Database } from "./database";
import { EMPTY_TALLY, NO_ID, placeOf, signInsIn } from "./sign-ins";

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
  const { ofUser, isWithinLimit, isLive, isOther, newest, oldest, tally } = signInsIn(sessions);
  const others = and(ofUser, isOther);

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
  const countByUser = db
    .select({ count: count() })
    .from(sessions)
    .where(and(others, isWithinLimit))
    .prepare();
  const removeByUser = db.delete(sessions).where(others).prepare();
  const byId = db
    .select()
    .from(sessions)
    .where(and(eq(sessions.id, sql.placeholder("id")), ofUser, isLive))
    .prepare();
  const listFrom = ({ begin, order }: typeof newest) =>
    db
      .select()
      .from(sessions)
      .where(and(ofUser, begin, isLive))
      .orderBy(...order)
      .limit(sql.placeholder("limit"))
      .prepare();
  const pages = { newest: listFrom(newest), oldest: listFrom(oldest) };
  const tallyByUser = db.select(tally).from(sessions).where(and(others, isLive)).prepare();
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
    deleteByUser: (userId, audience, now, except) =>
      write(() => {
        const others = { userId, audience, except: except ?? NO_ID };
        const live = countByUser.get({ ...others, now: now.getTime() })?.count ?? 0;
        removeByUser.run(others);
        return live;
      }),
    async findById(userId, audience, id, now) {
      const row = attempt(() => byId.get({ userId, audience, id, now: now.getTime() }));
      return row ? toRecord(row) : null;
    },
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
    deleteExpired: (now, limit) => write(() => removeExpired.run({ now: now.getTime(), limit }).changes),
  };
}

function toRecord(row: typeof sessions.$inferSelect): SessionRecord {
  return { ...row, id: row.id as SessionId, userId: row.userId as UserId };
}
