import { and, desc, eq, inArray, lt, lte, type SQL, sql } from "drizzle-orm";
import type { OpenDatabase } from "@/db/sqlite/client";
import { auditEvents } from "@/db/sqlite/schema";
import type { Atomically } from "@/lib/auth/parts";
import { attempt, writerOf } from "@/lib/auth/stores/sqlite/database";
import type { AuditStore } from "../audit";
import { createAuditTrail } from "../audit-trail";

// The rows of the audit trail in SQLite.

/** Statements are prepared at once, so a database without the table fails here. */
export function createAuditStore(db: OpenDatabase["db"], atomically: Atomically): AuditStore {
  const insert = db
    .insert(auditEvents)
    .values({
      at: sql.placeholder("at"),
      kind: sql.placeholder("kind"),
      userId: sql.placeholder("userId"),
      actorId: sql.placeholder("actorId"),
      sessionId: sql.placeholder("sessionId"),
      mode: sql.placeholder("mode"),
      ip: sql.placeholder("ip"),
      userAgent: sql.placeholder("userAgent"),
      detail: sql.placeholder("detail"),
    })
    .prepare();
  // One index for each: a rare kind is found without reading what lies between.
  const ofUser = eq(auditEvents.userId, sql.placeholder("userId"));
  const ofKind = eq(auditEvents.kind, sql.placeholder("kind"));
  const [all, allOfKind, own, ownOfKind] = [
    select(db, []),
    select(db, [ofKind]),
    select(db, [ofUser]),
    select(db, [ofUser, ofKind]),
  ];
  const setDetail = db
    .update(auditEvents)
    // Drizzle takes a placeholder here only as SQL.
    .set({ detail: sql`${sql.placeholder("detail")}` })
    .where(eq(auditEvents.id, sql.placeholder("id")))
    .prepare();
  const someOfUser = db
    .select({ id: auditEvents.id })
    .from(auditEvents)
    .where(ofUser)
    .limit(sql.placeholder("limit"));
  const removeByUser = db.delete(auditEvents).where(inArray(auditEvents.id, someOfUser)).prepare();
  const expired = db
    .select({ id: auditEvents.id })
    .from(auditEvents)
    .where(lte(auditEvents.at, sql.placeholder("until")))
    .limit(sql.placeholder("limit"));
  const removeExpired = db.delete(auditEvents).where(inArray(auditEvents.id, expired)).prepare();

  const write = writerOf(atomically);
  return createAuditTrail(
    {
      append: (row) => write(() => Number(insert.run({ ...row }).lastInsertRowid)),
      setDetail: (id, detail) => write(() => setDetail.run({ id, detail }).changes > 0),
      async list({ userId, kind, before, after, limit }) {
        const [anyKind, oneKind] = userId === undefined ? [all, allOfKind] : [own, ownOfKind];
        const bounds = { before, after: after.getTime(), limit, userId, kind };
        return attempt(() => (kind === undefined ? anyKind : oneKind).all(bounds));
      },
      // SQLite takes no limit below zero for one.
      deleteByUser: (userId, limit = -1) => write(() => removeByUser.run({ userId, limit }).changes),
      deleteUntil: (until, limit) =>
        write(() => removeExpired.run({ until: until.getTime(), limit }).changes),
    },
    atomically,
  );
}

function select(db: OpenDatabase["db"], conditions: SQL[]) {
  return db
    .select()
    .from(auditEvents)
    .where(
      and(
        ...conditions,
        lt(auditEvents.id, sql.placeholder("before")),
        // The plus keeps SQLite to the order of ids, which is the order asked for.
        sql`+${auditEvents.at} > ${sql.placeholder("after")}`,
      ),
    )
    .orderBy(desc(auditEvents.id))
    .limit(sql.placeholder("limit"))
    .prepare();
}
