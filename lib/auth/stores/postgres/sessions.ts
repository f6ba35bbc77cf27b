import type { SessionRecord, SessionStore } from "../../parts";
import { type Postgres, statement } from "./database";
import {
  IS_LIVE,
  NO_ID,
  OF_USER,
  OWNER_COLUMNS,
  type OwnerRow,
  PAGES,
  placeOf,
  SIGN_IN_COLUMNS,
  type SignInRow,
  signInValues,
  TALLY,
  type TallyRow,
  toOwner,
  toSignIn,
  toTally,
} from "./sign-ins";

// Sessions in PostgreSQL: one statement a call, and so one round trip.

const FIND = statement(
  "sessions.find",
  `SELECT s.*, ${OWNER_COLUMNS} FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_hash = $1`,
);
const INSERT = statement(
  "sessions.insert",
  `INSERT INTO sessions (${SIGN_IN_COLUMNS}, token_hash, cache_seconds)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
);
const TOUCH = statement("sessions.touch", "UPDATE sessions SET last_seen_at = $2 WHERE id = $1");
const REMOVE = statement("sessions.remove", `DELETE FROM sessions WHERE ${OF_USER} AND id = $3`);
const REMOVE_BY_USER = statement(
  "sessions.removeByUser",
  `WITH gone AS (DELETE FROM sessions WHERE ${OF_USER} AND id <> $4 RETURNING expires_at)
   SELECT count(*) FILTER (WHERE expires_at > $3) AS live FROM gone`,
);
const BY_ID = statement(
  "sessions.byId",
  `SELECT * FROM sessions WHERE id = $4 AND ${OF_USER} AND ${IS_LIVE}`,
);
const LIST = {
  newest: statement(
    "sessions.newest",
    `SELECT * FROM sessions WHERE ${OF_USER} AND ${IS_LIVE} ${PAGES.newest}`,
  ),
  oldest: statement(
    "sessions.oldest",
    `SELECT * FROM sessions WHERE ${OF_USER} AND ${IS_LIVE} ${PAGES.oldest}`,
  ),
};
const TALLY_BY_USER = statement(
  "sessions.tally",
  `SELECT ${TALLY} FROM sessions WHERE ${OF_USER} AND ${IS_LIVE} AND id <> $4`,
);
/**
 * Another instance that sweeps as well takes others. An array, so that it is asked once: as a join it may be asked again
 * for each row, and then finds more, as those before are gone.
 */
const REMOVE_EXPIRED = statement(
  "sessions.removeExpired",
  `DELETE FROM sessions WHERE id = ANY(ARRAY
   (SELECT id FROM sessions WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED))`,
);

interface SessionRow extends SignInRow {
  token_hash: Buffer;
  cache_seconds: number;
}

export function createPostgresSessionStore({ send }: Postgres): SessionStore {
  return {
    async insert(session) {
      await send(INSERT, [...signInValues(session), session.tokenHash, session.cacheSeconds]);
    },
    async find(tokenHash, now) {
      const [row] = (await send<SessionRow & OwnerRow>(FIND, [tokenHash])).rows;
      if (!row || now.getTime() >= row.expires_at) return null;
      return { session: toRecord(row), ...toOwner(row) };
    },
    async touch(id, lastSeenAt) {
      await send(TOUCH, [id, lastSeenAt.getTime()]);
    },
    async delete(userId, audience, id) {
      return (await send(REMOVE, [userId, audience, id])).rowCount === 1;
    },
    async deleteByUser(userId, audience, now, except) {
      const asked = [userId, audience, now.getTime(), except ?? NO_ID];
      return (await send<{ live: number }>(REMOVE_BY_USER, asked)).rows[0]?.live ?? 0;
    },
    async findById(userId, audience, id, now) {
      const [row] = (await send<SessionRow>(BY_ID, [userId, audience, now.getTime(), id])).rows;
      return row ? toRecord(row) : null;
    },
    async listByUser(userId, audience, now, page) {
      const { first, place } = placeOf(page);
      const { rows } = await send<SessionRow>(LIST[first], [userId, audience, now.getTime(), ...place]);
      return rows.map(toRecord);
    },
    async tallyByUser(userId, audience, now, except) {
      const asked = [userId, audience, now.getTime(), except ?? NO_ID];
      return toTally((await send<TallyRow>(TALLY_BY_USER, asked)).rows[0]);
    },
    async deleteExpired(now, limit) {
      return (await send(REMOVE_EXPIRED, [now.getTime(), limit])).rowCount ?? 0;
    },
  };
}

function toRecord(row: SessionRow): SessionRecord {
  return { ...toSignIn(row), tokenHash: row.token_hash, cacheSeconds: row.cache_seconds };
}
