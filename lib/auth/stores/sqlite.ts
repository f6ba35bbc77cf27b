import { and, eq, getTableColumns, gt, inArray, lte, ne, sql } from "drizzle-orm";
import type { BetterSQLite3Database } from "drizzle-orm/better-sqlite3";
import { sessions, users } from "../../../db/schema";
import type { SessionId, SessionRecord, SessionStore, UserId } from "../contract";
import { AuthError } from "../errors";

// Sessions in SQLite. Every statement is prepared once. Write `= +?` where a JOIN is filtered: SQLite is
// built with STAT4 here and would plan the JOIN anew for every value bound to a bare `= ?`.

/** Statements are prepared at once, so a database without the tables fails here, not at the first request. */
export function createSqliteSessionStore<S extends Record<string, unknown>>(
  db: BetterSQLite3Database<S>,
): SessionStore {
  const bound = (name: string) => sql`+${sql.placeholder(name)}`;

  // Everything but the hash, which the caller has: a blob would be copied for every request.
  const { tokenHash: _, ...readColumns } = getTableColumns(sessions);
  const find = db
    .select({
      ...readColumns,
      email: users.email,
      name: users.name,
      role: users.role,
      disabledAt: users.disabledAt,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(sessions.tokenHash, bound("tokenHash")))
    .prepare();
  const touch = db
    .update(sessions)
    .set({ lastSeenAt: sql`${sql.placeholder("lastSeenAt")}` })
    .where(eq(sessions.id, sql.placeholder("id")))
    .prepare();
  const remove = db
    .delete(sessions)
    .where(eq(sessions.id, sql.placeholder("id")))
    .prepare();
  const removeByUser = db
    .delete(sessions)
    .where(
      and(
        eq(sessions.userId, sql.placeholder("userId")),
        eq(sessions.audience, sql.placeholder("audience")),
        ne(sessions.id, sql.placeholder("except")),
      ),
    )
    .prepare();
  const listByUser = db
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, sql.placeholder("userId")),
        eq(sessions.audience, sql.placeholder("audience")),
        gt(sessions.expiresAt, sql.placeholder("now")),
      ),
    )
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

  return {
    async insert(session) {
      attempt(() => db.insert(sessions).values(session).run());
    },
    async find(tokenHash, now) {
      const row = attempt(() => find.get({ tokenHash }));
      if (!row || now >= row.expiresAt) return null;
      const { email, name, role, disabledAt, ...stored } = row;
      const session = toRecord({ ...stored, tokenHash });
      return {
        session,
        principal: { userId: session.userId, email, name, role },
        disabled: disabledAt !== null,
      };
    },
    async touch(id, lastSeenAt) {
      attempt(() => touch.run({ id, lastSeenAt: lastSeenAt.getTime() }));
    },
    async delete(id) {
      attempt(() => remove.run({ id }));
    },
    async deleteByUser(userId, audience, except) {
      return attempt(() => removeByUser.run({ userId, audience, except: except ?? "" })).changes;
    },
    async listByUser(userId, audience, now) {
      return attempt(() => listByUser.all({ userId, audience, now: now.getTime() })).map(toRecord);
    },
    async deleteExpired(now, limit) {
      return attempt(() => removeExpired.run({ now: now.getTime(), limit })).changes;
    },
  };
}

/** Anything SQLite throws is a fault of the system: the caller answers 503, never "signed out". */
function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new AuthError("store_unavailable", "The session store could not be used.", { cause });
  }
}

function toRecord(row: typeof sessions.$inferSelect): SessionRecord {
  return { ...row, id: row.id as SessionId, userId: row.userId as UserId };
}
