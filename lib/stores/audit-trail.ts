import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { ModeName, SessionId, UserId } from "@/lib/auth/contract";
import type { Atomically } from "@/lib/auth/parts";
import { networksOf } from "@/lib/http/request/networks";
import { log } from "@/lib/log/log";
import {
  AUDIT_KINDS,
  AUDIT_RETENTION_DAYS,
  type AuditDetail,
  type AuditEvent,
  type AuditRecord,
  type AuditStore,
} from "./audit";

// The audit trail over the rows of any backend: what is written with what it records, folded or written once, logged when
// it is there for good, read newest first and forgotten after a while.

const RETENTION_MS = AUDIT_RETENTION_DAYS * 86_400_000;
const ONCE_EVERY_MS = 60_000;
/** In so short a time, what is alike is one event with a count. */
const FOLD_MS = 60_000;

export interface AuditRow {
  id: number;
  at: Date;
  kind: string;
  userId: string;
  actorId: string | null;
  sessionId: string | null;
  mode: ModeName | null;
  ip: string;
  userAgent: string;
  /** JSON. */
  detail: string;
}

/** What a backend does with the rows. All of it joins the transaction it is called in. */
export interface AuditRows {
  append(row: Omit<AuditRow, "id">): Promise<number>;
  /** False when there is no such row any more. */
  setDetail(id: number, detail: string): Promise<boolean>;
  /** Newest first, those of `userId` and `kind` where they are given. */
  list(query: RowQuery): Promise<AuditRow[]>;
  deleteByUser(userId: UserId, limit: number | undefined): Promise<number>;
  deleteUntil(until: Date, limit: number): Promise<number>;
}

export interface RowQuery {
  userId?: UserId | undefined;
  kind?: string | undefined;
  before: number;
  after: Date;
  limit: number;
}

export function createAuditTrail(rows: AuditRows, atomically: Atomically): AuditStore {
  const logIt = ({ kind, userId, sessionId, mode, actorId, detail }: AuditEvent) =>
    atomically.afterCommit(() => log(kind, { userId, sessionId, mode, actorId, reason: detail?.reason }));
  const folds = new LRUCache<string, Fold>({ max: 10_000 });
  const recordedAt = new LRUCache<string, number>({ max: 10_000 });
  const append = (event: AuditEvent, now: Date) => rows.append(toRow(event, now));

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
        const isKept = next.times > 1 && (await rows.setDetail(next.id, detail));
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
      const bounds = { before, after: new Date(now.getTime() - RETENTION_MS), limit: limit + 1 };
      const queries = [userId].flat().flatMap((owner) => {
        const whose = { ...bounds, userId: owner };
        return kinds.length === 0 ? [whose] : [...new Set(kinds)].map((kind) => ({ ...whose, kind }));
      });
      const found = (await Promise.all(queries.map((query) => rows.list(query)))).flat();
      const page = found.sort((a, b) => b.id - a.id).slice(0, limit);
      return {
        events: page.flatMap(toRecord),
        next: found.length > limit ? (page.at(-1)?.id ?? null) : null,
      };
    },
    deleteByUser: (userId, limit) => rows.deleteByUser(userId, limit),
    deleteExpired: (now, limit) => rows.deleteUntil(new Date(now.getTime() - RETENTION_MS), limit),
  };
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

function toRow({ client, detail = {}, ...event }: AuditEvent, at: Date): Omit<AuditRow, "id"> {
  const { kind, userId, actorId = null, sessionId = null, mode = null } = event;
  return { at, kind, userId, actorId, sessionId, mode, ...client, detail: JSON.stringify(detail) };
}

const detailSchema = z
  .string()
  .transform((text) => JSON.parse(text))
  .pipe(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])));

/** Empty for a kind that this version does not know, such as one of a later version. */
function toRecord(row: AuditRow): AuditRecord[] {
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
