import "server-only";
import { and, asc, desc, eq, inArray, lt, sql } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { OpenDatabase } from "@/db/client";
import { labRuns, users } from "@/db/schema";
import { AccountClosedError } from "@/lib/accounts/account-closed-error";
import type { UserId } from "@/lib/auth/contract";
import type { Atomically } from "@/lib/auth/parts";
import { type JsonObject, LAB_NAMES, type LabName, type Recording, type RunStatus } from "./contract";

// Runs in the app's database: what was chosen and predicted when they began, what was recorded when they ended.

/** Runs a person keeps; the oldest make room for new ones. */
export const MAX_STORED_EACH = 50;
const DAY_MS = 24 * 60 * 60 * 1000;
export const KEPT_DAYS = 30;
/** Recordings that were read lately: so many, and so many facts in all, some 40 MB. */
const READ_LATELY = { max: 50, maxSize: 80_000 };

export interface StoredRun {
  id: string;
  userId: UserId;
  lab: LabName;
  status: RunStatus;
  failure: string | null;
  params: JsonObject;
  predictions: Record<string, string>;
  elapsedMs: number;
  right: number | null;
  asked: number | null;
  createdAt: Date;
  endedAt: Date | null;
}

export type NewRun = Pick<StoredRun, "id" | "userId" | "lab" | "params" | "predictions" | "createdAt">;
export type EndedRun = Pick<StoredRun, "status" | "failure" | "elapsedMs" | "right" | "asked" | "endedAt"> & {
  recording: Recording;
};

export type RunPosition = Pick<StoredRun, "createdAt" | "id">;

export interface RunListQuery {
  /** Left out: of all labs. */
  lab?: LabName | undefined;
  limit: number;
  /** The last run of the page before. */
  after?: RunPosition | undefined;
}

export interface RunStore {
  /** Removes the person's oldest beyond `MAX_STORED_EACH`. Throws `AccountClosedError` for an account that is gone. */
  insert(run: NewRun): Promise<void>;
  end(id: string, ended: EndedRun): Promise<void>;
  find(id: string): StoredRun | null;
  /** Null until it has ended. For those who read only: the same object is handed out again. */
  recordingOf(run: StoredRun): Recording | null;
  /** Newest first. */
  list(userId: UserId, query: RunListQuery): StoredRun[];
  /** False when this person has no such run. */
  remove(userId: UserId, id: string): Promise<boolean>;
  deleteExpired(now: Date, limit: number): Promise<number>;
}

const summaryColumns = {
  ...{ id: labRuns.id, userId: labRuns.userId, lab: labRuns.lab, status: labRuns.status },
  ...{ failure: labRuns.failure, params: labRuns.params, predictions: labRuns.predictions },
  ...{ elapsedMs: labRuns.elapsedMs, right: labRuns.right, asked: labRuns.asked },
  ...{ createdAt: labRuns.createdAt, endedAt: labRuns.endedAt },
};

export function createRunStore(db: OpenDatabase["db"], atomically: Atomically): RunStore {
  const readLately = new LRUCache<string, Recording>({
    ...READ_LATELY,
    sizeCalculation: ({ facts }) => facts.length + 1,
  });
  const ofPerson = (userId: UserId, lab?: LabName) =>
    and(eq(labRuns.userId, userId), lab ? eq(labRuns.lab, lab) : undefined);

  return {
    insert: (run) =>
      atomically(async () => {
        const account = db.select({ id: users.id }).from(users).where(eq(users.id, run.userId)).get();
        if (!account) throw new AccountClosedError();
        const expiresAt = new Date(run.createdAt.getTime() + KEPT_DAYS * DAY_MS);
        db.insert(labRuns)
          .values({
            ...run,
            params: JSON.stringify(run.params),
            predictions: JSON.stringify(run.predictions),
            ...{ status: "running", elapsedMs: 0, expiresAt },
          })
          .run();
        const beyond = db
          .select({ id: labRuns.id })
          .from(labRuns)
          .where(ofPerson(run.userId))
          .orderBy(desc(labRuns.createdAt), desc(labRuns.id))
          .limit(1000)
          .offset(MAX_STORED_EACH)
          .all();
        const ids = beyond.map(({ id }) => id);
        if (ids.length > 0) db.delete(labRuns).where(inArray(labRuns.id, ids)).run();
      }),
    async end(id, { recording, ...ended }) {
      // Two megabytes at most: written out before everybody else has to wait.
      const changes = { ...ended, recording: JSON.stringify(recording) };
      await atomically(async () => void db.update(labRuns).set(changes).where(eq(labRuns.id, id)).run());
    },
    find(id) {
      const row = db.select(summaryColumns).from(labRuns).where(eq(labRuns.id, id)).get();
      return row ? toRun(row) : null;
    },
    recordingOf({ id, endedAt }) {
      if (endedAt === null) return null;
      const known = readLately.get(id);
      if (known) return known;
      const row = db.select({ text: labRuns.recording }).from(labRuns).where(eq(labRuns.id, id)).get();
      // Written by `end` and by nobody else.
      const recording: Recording | null = row?.text ? JSON.parse(row.text) : null;
      if (recording) readLately.set(id, recording);
      return recording;
    },
    list: (userId, { lab, limit, after }) =>
      db
        .select(summaryColumns)
        .from(labRuns)
        .where(and(ofPerson(userId, lab), after && isAfter(after)))
        .orderBy(desc(labRuns.createdAt), desc(labRuns.id))
        .limit(limit)
        .all()
        .map(toRun),
    remove: (userId, id) =>
      atomically(async () => {
        const own = and(eq(labRuns.id, id), eq(labRuns.userId, userId));
        if (db.delete(labRuns).where(own).run().changes === 0) return false;
        readLately.delete(id);
        return true;
      }),
    deleteExpired: (now, limit) =>
      atomically(async () => {
        const expired = db
          .select({ id: labRuns.id })
          .from(labRuns)
          .where(lt(labRuns.expiresAt, now))
          .orderBy(asc(labRuns.expiresAt))
          .limit(limit);
        return db.delete(labRuns).where(inArray(labRuns.id, expired)).run().changes;
      }),
  };
}

const isAfter = ({ createdAt, id }: RunPosition) =>
  sql`(${labRuns.createdAt}, ${labRuns.id}) < (${createdAt.getTime()}, ${id})`;

type Row = Omit<typeof labRuns.$inferSelect, "recording" | "expiresAt">;

const paramsSchema = z.record(z.string(), z.json());
const predictionsSchema = z.record(z.string(), z.string());

function toRun(row: Row): StoredRun {
  return {
    ...row,
    userId: row.userId as UserId,
    lab: z.enum(LAB_NAMES).parse(row.lab),
    params: paramsSchema.parse(JSON.parse(row.params)),
    predictions: predictionsSchema.parse(JSON.parse(row.predictions)),
  };
}
