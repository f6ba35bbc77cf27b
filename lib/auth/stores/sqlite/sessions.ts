import { and, count, eq, getTableColumns, inArray, lte, sql } from "drizzle-orm";
import { sessions, users } from "../../../../db/sqlite/schema";
import type { Role, SessionId, UserId } from "../../contract";
import type { Atomically, SessionRecord, SessionStore } from "../../parts";
import { attempt, type Database, writerOf } from "./database";
import { EMPTY_TALLY, NO_ID, placeOf, SIGN_IN_VALUES, signInsIn } from "./sign-ins";

// Sessions in SQLite. Every statement is prepared once. Write `= +?` where a JOIN is filtered: SQLite is
// built with STAT4 here and would plan the JOIN anew for every value bound to a bare `= ?`.

/** What `find` selects, by the names of the columns. */
interface FoundRow {
  id: SessionId;
  user_id: UserId;
  audience: string;
  created_at: number;
  authenticated_at: number;
  last_seen_at: number;
  idle_timeout_seconds: number;
  expires_at: number;
  ip: string;
  user_agent: string;
  cache_seconds: number;
  email: string;
  name: string;
  role: Role;
  disabled_at: number | null;
}

/** Statements are prepared at once, so a database without the tables fails here, not at the first request. */
export function createSqliteSessionStore(db: Database, atomically: Atomically): SessionStore {
  const bound = (name: string) => sql`+${sql.placeholder(name)}`;
  const { ofUser, isWithinLimit, isLive, isOther, newest, oldest, tally } = signInsIn(sessions);
  const others = and(ofUser, isOther);

  // The one statement of every request, so it skips drizzle's mapping, and reads everything but the hash,
  // which the caller has.
  const { tokenHash: _, ...ofSession } = getTableColumns(sessions);
  const { email, name, role, disabledAt } = users;
  const findQuery = db
    .select({ ...ofSession, email, name, role, disabledAt })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(sessions.tokenHash, bound("tokenHash")));
  const find = db.$client.prepare(findQuery.toSQL().sql);
  const insert = db
    .insert(sessions)
    .values({
      ...SIGN_IN_VALUES,
      tokenHash: sql.placeholder("tokenHash"),
      cacheSeconds: sql.placeholder("cacheSeconds"),
    })
    .prepare();
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

  const write = writerOf(atomically);

  return {
    insert: (session) => write(() => void insert.run({ ...session })),
    async find(tokenHash, now) {
      const row = attempt(() => find.get(tokenHash)) as FoundRow | undefined;
      if (!row || now.getTime() >= row.expires_at) return null;
      return {
        session: {
          id: row.id,
          tokenHash,
          userId: row.user_id,
          audience: row.audience,
          createdAt: new Date(row.created_at),
          authenticatedAt: new Date(row.authenticated_at),
          lastSeenAt: new Date(row.last_seen_at),
          idleTimeoutSeconds: row.idle_timeout_seconds,
          cacheSeconds: row.cache_seconds,
          expiresAt: new Date(row.expires_at),
          ip: row.ip,
          userAgent: row.user_agent,
        },
        principal: { userId: row.user_id, email: row.email, name: row.name, role: row.role },
        disabled: row.disabled_at !== null,
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
