import { LRUCache } from "lru-cache";
import type { UserId } from "@/lib/auth/contract";
import { type Postgres, type Row, statement } from "@/lib/auth/stores/postgres/database";
import { toDate } from "@/lib/auth/stores/postgres/sign-ins";
import { AccountClosedError } from "@/lib/errors/account-closed";
import {
  KEPT_DAYS,
  MAX_STORED_EACH,
  type RunStatus,
  type RunStore,
  type StoredRecording,
  type StoredRun,
} from "../lab-runs";
import { paramsSchema, predictionsSchema, READ_LATELY } from "../lab-runs-json";

// Runs of the labs in PostgreSQL.

const DAY_MS = 24 * 60 * 60 * 1000;

/** All but the recording, which may be two megabytes. */
const SUMMARY = `id, user_id, lab, status, failure, params, predictions, elapsed_ms, right_count, asked_count,
  link_salt, created_at, ended_at`;
const ACCOUNT = statement("runs.account", "SELECT 1 FROM users WHERE id = $1");
const INSERT = statement(
  "runs.insert",
  `INSERT INTO lab_runs (id, user_id, lab, status, params, predictions, elapsed_ms, created_at, expires_at)
   VALUES ($1, $2, $3, 'running', $4, $5, 0, $6, $7)`,
);
const MAKE_ROOM = statement(
  "runs.makeRoom",
  `DELETE FROM lab_runs WHERE id = ANY(ARRAY
   (SELECT id FROM lab_runs WHERE user_id = $1 ORDER BY created_at DESC, id DESC OFFSET $2))`,
);
const END = statement(
  "runs.end",
  `UPDATE lab_runs SET status = $2, failure = $3, elapsed_ms = $4, right_count = $5, asked_count = $6, ended_at = $7,
   recording = $8 WHERE id = $1`,
);
const FIND = statement("runs.find", `SELECT ${SUMMARY} FROM lab_runs WHERE id = $1`);
const RECORDING = statement("runs.recording", "SELECT recording FROM lab_runs WHERE id = $1");
const LIST = statement(
  "runs.list",
  `SELECT ${SUMMARY} FROM lab_runs WHERE user_id = $1 AND ($2::text IS NULL OR lab = $2)
   AND (created_at, id) < ($3, $4) ORDER BY created_at DESC, id DESC LIMIT $5`,
);
/** A link that it has already stays as it is. */
const SET_LINK = statement(
  "runs.setLink",
  `UPDATE lab_runs SET link_salt = CASE WHEN $3::text IS NULL THEN NULL ELSE coalesce(link_salt, $3) END
   WHERE user_id = $1 AND id = $2 AND ended_at IS NOT NULL`,
);
const REMOVE = statement("runs.remove", "DELETE FROM lab_runs WHERE user_id = $1 AND id = $2");
const REMOVE_EXPIRED = statement(
  "runs.removeExpired",
  `DELETE FROM lab_runs WHERE id = ANY(ARRAY
   (SELECT id FROM lab_runs WHERE expires_at < $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED))`,
);

interface RunRow extends Row {
  id: string;
  user_id: UserId;
  lab: string;
  status: RunStatus;
  failure: string | null;
  params: string;
  predictions: string;
  elapsed_ms: number;
  right_count: number | null;
  asked_count: number | null;
  link_salt: string | null;
  created_at: number;
  ended_at: number | null;
}

export function createRunStore({ send, atomically }: Postgres): RunStore {
  const readLately = new LRUCache<string, StoredRecording>(READ_LATELY);

  return {
    insert: ({ id, userId, lab, params, predictions, createdAt }) =>
      atomically(async () => {
        if ((await send(ACCOUNT, [userId])).rowCount === 0) throw new AccountClosedError();
        const chosen = [JSON.stringify(params), JSON.stringify(predictions)];
        const made = createdAt.getTime();
        await send(INSERT, [id, userId, lab, ...chosen, made, made + KEPT_DAYS * DAY_MS]);
        await send(MAKE_ROOM, [userId, MAX_STORED_EACH]);
      }),
    async end(id, { status, failure, elapsedMs, right, asked, endedAt, recording }) {
      const at = endedAt?.getTime() ?? null;
      await send(END, [id, status, failure, elapsedMs, right, asked, at, JSON.stringify(recording)]);
    },
    async find(id) {
      const [row] = (await send<RunRow>(FIND, [id])).rows;
      return row ? toRun(row) : null;
    },
    async recordingOf({ id, endedAt }) {
      if (endedAt === null) return null;
      const known = readLately.get(id);
      if (known) return known;
      const [row] = (await send<{ recording: string | null }>(RECORDING, [id])).rows;
      // Written by `end` and by nobody else.
      const recording: StoredRecording | null = row?.recording ? JSON.parse(row.recording) : null;
      if (recording) readLately.set(id, recording);
      return recording;
    },
    async list(userId, { lab, limit, after }) {
      const place = [after?.createdAt.getTime() ?? Number.MAX_SAFE_INTEGER, after?.id ?? ""];
      return (await send<RunRow>(LIST, [userId, lab ?? null, ...place, limit])).rows.map(toRun);
    },
    async setLink(userId, id, salt) {
      return (await send(SET_LINK, [userId, id, salt])).rowCount === 1;
    },
    async remove(userId, id) {
      if ((await send(REMOVE, [userId, id])).rowCount === 0) return false;
      readLately.delete(id);
      return true;
    },
    async deleteExpired(now, limit) {
      return (await send(REMOVE_EXPIRED, [now.getTime(), limit])).rowCount ?? 0;
    },
  };
}

function toRun(row: RunRow): StoredRun {
  return {
    id: row.id,
    userId: row.user_id,
    lab: row.lab,
    status: row.status,
    failure: row.failure,
    params: paramsSchema.parse(JSON.parse(row.params)),
    predictions: predictionsSchema.parse(JSON.parse(row.predictions)),
    elapsedMs: row.elapsed_ms,
    right: row.right_count,
    asked: row.asked_count,
    linkSalt: row.link_salt,
    createdAt: new Date(row.created_at),
    endedAt: toDate(row.ended_at),
  };
}
