import { and, desc, eq, inArray, lt, lte, type SQL, sql } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { OpenDatabase } from "@/db/sqlite/client";
import { auditEvents } from "@/db/sqlite/schema";
import type { SessionId, UserId } from "@/lib/auth/contract";
import type { Atomically } from "@/lib/auth/parts";
import { attempt, writerOf } from "@/lib/auth/stores/sqlite/database";
import { networksOf } from "@/lib/http/request/networks";
import { log } from "@/lib/log/log";
import {
  AUDIT_KINDS,
  AUDIT_RETENTION_DAYS,
  type AuditDetail,
  type AuditEvent,
  type AuditRecord,
  type AuditStore,
} from "../audit";

// The audit trail in SQLite: written with what it records or not at all, read newest first, forgotten after a while.

const RETENTION_MS = AUDIT_RETENTION_DAYS * 86_400_000;
const ONCE_EVERY_MS = 60_000;
/** In so short a time, what is alike is one event with a count. */
const FOLD_MS = 60_000;

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
  const append = (event: AuditEvent, now: Date) =>
    write(() => Number(insert.run(toRow(event, now)).lastInsertRowid));
  const logIt = ({ kind, userId, sessionId, mode, actorId, detail }: AuditEvent) =>
    atomically.afterCommit(() => log(kind, { userId, sessionId, mode, actorId, reason: detail?.reason }));
  const folds = new LRUCache<string, Fold>({ max: 10_000 });
  const recordedAt = new LRUCache<string, number>({ max: 10_000 });

  return {
    async record(event, now = new Date()) {
      await append(event, now);
      logIt(event);
    },
    async recordFolded(event, now = new Date()) {
      const key = foldKey(event);
      await atomically(async () => {
        const fold = folds.get(key);
        const age = fold ? now.getTime() - fold.at.getTime() : FOLD_MS;
        const next: Fold =
          fold && age >= 0 && age < FOLD_MS
            ? { ...fold, times: fold.times + 1, detail: { ...fold.detail, ...event.detail } }
            : { id: 0, at: now, times: 1, detail: event.detail ?? {} };
        const detail = JSON.stringify({ ...next.detail, times: next.times, lastAt: now.toISOString() });
        const isKept = next.times > 1 && attempt(() => setDetail.run({ id: next.id, detail }).changes) > 0;
        // The row may be gone with its person.
        const kept = isKept
          ? next
          : { id: await append(event, now), at: now, times: 1, detail: event.detail ?? {} };
        // An id that was undone may be given to another event: it is known only once it is there for good.
        atomically.afterCommit(() => folds.set(key, kept));
        logIt(event);
      });
    },
    async recordOnce(event, key, now = new Date()) {
      const last = recordedAt.get(key) ?? -Infinity;
      if (Math.abs(now.getTime() - last) < ONCE_EVERY_MS) return;
      recordedAt.set(key, now.getTime());
      try {
        await append(event, now);
      } catch (error) {
        recordedAt.delete(key);
        throw error;
      }
    },
    async list({ userId, kinds = [], before = Number.MAX_SAFE_INTEGER, limit }, now = new Date()) {
      const bounds = { before, after: now.getTime() - RETENTION_MS, limit: limit + 1 };
      const owners = [userId].flat();
      const [anyKind, oneKind] = userId === undefined ? [all, allOfKind] : [own, ownOfKind];
      const rows = attempt(() =>
        owners.flatMap((owner) =>
          kinds.length === 0
            ? anyKind.all({ ...bounds, userId: owner })
            : [...new Set(kinds)].flatMap((kind) => oneKind.all({ ...bounds, userId: owner, kind })),
        ),
      );
      const page = rows.sort((a, b) => b.id - a.id).slice(0, limit);
      return {
        events: page.flatMap(toRecord),
        next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
      };
    },
    // SQLite takes no limit below zero for one.
    deleteByUser: (userId, limit = -1) => write(() => removeByUser.run({ userId, limit }).changes),
    deleteExpired: (now, limit) =>
      write(() => removeExpired.run({ until: now.getTime() - RETENTION_MS, limit }).changes),
  };
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

/** A row that more of the same may be folded into. */
interface Fold {
  id: number;
  at: Date;
  times: number;
  detail: AuditDetail;
}

function foldKey({ kind, userId, actorId, sessionId, mode, client, detail }: AuditEvent): string {
  const [network] = networksOf(client.ip);
  return JSON.stringify([kind, userId, actorId, sessionId, mode, network.name, detail?.reason]);
}

type Row = typeof auditEvents.$inferSelect;

function toRow({ client, detail = {}, ...event }: AuditEvent, at: Date): Omit<Row, "id"> {
  const { kind, userId, actorId = null, sessionId = null, mode = null } = event;
  return { at, kind, userId, actorId, sessionId, mode, ...client, detail: JSON.stringify(detail) };
}

const detailSchema = z
  .string()
  .transform((text) => JSON.parse(text))
  .pipe(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])));

/** Empty for a kind that this version does not know, such as one of a later version. */
function toRecord(row: Row): AuditRecord[] {
  const kind = AUDIT_KINDS.find((known) => known === row.kind);
  if (!kind) return [];
  const { id, at, userId, actorId, sessionId, mode, ip, userAgent } = row;
  return [
    {
      id,
      at,
      kind,
      userId: userId as UserId,
      client: { ip, userAgent },
      ...(actorId !== null && { actorId: actorId as UserId }),
      ...(sessionId !== null && { sessionId: sessionId as SessionId }),
      ...(mode !== null && { mode }),
      detail: detailSchema.parse(row.detail),
    },
  ];
}
