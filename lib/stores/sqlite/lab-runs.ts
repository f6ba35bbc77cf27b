import { and, asc, desc, eq, inArray, isNotNull, lt, sql } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import type { OpenDatabase } from "@/db/sqlite/client";
import { labRuns, users } from "@/db/sqlite/schema";
import type { UserId } from "@/lib/auth/contract";
import type { Atomically } from "@/lib/auth/parts";
import { attempt, writerOf } from "@/lib/auth/stores/sqlite/database";
import { AccountClosedError } from "@/lib/errors/account-closed";
import {
  KEPT_DAYS,
  MAX_STORED_EACH,
  type NewRun,
  type RunPosition,
  type RunStore,
  type StoredRecording,
  type StoredRun,
} from "../lab-runs";
import { paramsSchema, predictionsSchema, READ_LATELY } from "../lab-runs-json";

// Runs of the labs in SQLite.

const DAY_MS = 24 * 60 * 60 * 1000;

const summaryColumns = {
  id: labRuns.id,
  userId: labRuns.userId,
  lab: labRuns.lab,
  status: labRuns.status,
  failure: labRuns.failure,
  params: labRuns.params,
  predictions: labRuns.predictions,
  elapsedMs: labRuns.elapsedMs,
  right: labRuns.right,
  asked: labRuns.asked,
  linkSalt: labRuns.linkSalt,
  createdAt: labRuns.createdAt,
  endedAt: labRuns.endedAt,
};

export function createRunStore(db: OpenDatabase["db"], atomically: Atomically): RunStore {
  const readLately = new LRUCache<string, StoredRecording>(READ_LATELY);
  const ofPerson = (userId: UserId, lab?: string) =>
    and(eq(labRuns.userId, userId), lab ? eq(labRuns.lab, lab) : undefined);

  const write = writerOf(atomically);

  return {
    insert: (run) =>
      atomically(async () => {
        const account = attempt(() =>
          db.select({ id: users.id }).from(users).where(eq(users.id, run.userId)).get(),
        );
        if (!account) throw new AccountClosedError();
        attempt(() => {
          db.insert(labRuns).values(toRow(run)).run();
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
        });
      }),
    async end(id, { recording, ...ended }) {
      // Two megabytes at most: written out before everybody else has to wait.
      const changes = { ...ended, recording: JSON.stringify(recording) };
      await write(() => void db.update(labRuns).set(changes).where(eq(labRuns.id, id)).run());
    },
    async find(id) {
      const query = db.select(summaryColumns).from(labRuns).where(eq(labRuns.id, id));
      const row = attempt(() => query.get());
      return row ? toRun(row) : null;
    },
    async recordingOf({ id, endedAt }) {
      if (endedAt === null) return null;
      const known = readLately.get(id);
      if (known) return known;
      const query = db.select({ text: labRuns.recording }).from(labRuns).where(eq(labRuns.id, id));
      const row = attempt(() => query.get());
      // Written by `end` and by nobody else.
      const recording: StoredRecording | null = row?.text ? JSON.parse(row.text) : null;
      if (recording) readLately.set(id, recording);
      return recording;
    },
    async list(userId, { lab, limit, after }) {
      const query = db
        .select(summaryColumns)
        .from(labRuns)
        .where(and(ofPerson(userId, lab), after && isAfter(after)))
        .orderBy(desc(labRuns.createdAt), desc(labRuns.id))
        .limit(limit);
      return attempt(() => query.all()).map(toRun);
    },
    setLink: (userId, id, salt) =>
      write(() => {
        const own = and(eq(labRuns.id, id), eq(labRuns.userId, userId), isNotNull(labRuns.endedAt));
        const linkSalt = salt && sql`coalesce(${labRuns.linkSalt}, ${salt})`;
        return db.update(labRuns).set({ linkSalt }).where(own).run().changes > 0;
      }),
    remove: (userId, id) =>
      write(() => {
        const own = and(eq(labRuns.id, id), eq(labRuns.userId, userId));
        if (db.delete(labRuns).where(own).run().changes === 0) return false;
        readLately.delete(id);
        return true;
      }),
    deleteExpired: (now, limit) =>
      write(() => {
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

function toRow(run: NewRun): typeof labRuns.$inferInsert {
  return {
    ...run,
    params: JSON.stringify(run.params),
    predictions: JSON.stringify(run.predictions),
    status: "running",
    elapsedMs: 0,
    expiresAt: new Date(run.createdAt.getTime() + KEPT_DAYS * DAY_MS),
  };
}

const isAfter = ({ createdAt, id }: RunPosition) =>
  sql`(${labRuns.createdAt}, ${labRuns.id}) < (${createdAt.getTime()}, ${id})`;

type Row = Omit<typeof labRuns.$inferSelect, "recording" | "expiresAt">;

function toRun(row: Row): StoredRun {
  return {
    ...row,
    userId: row.userId as UserId,
    params: paramsSchema.parse(JSON.parse(row.params)),
    predictions: predictionsSchema.parse(JSON.parse(row.predictions)),
  };
}
