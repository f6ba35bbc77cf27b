import type { FamilyId } from "../../contract";
import type { FamilyRecord, FirstUse, RefreshTokenStore, RotationRequest } from "../../parts";
import { judge, type PresentedToken } from "../rotation";
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
  toDate,
  toOwner,
  toSignIn,
  toTally,
} from "./sign-ins";

// Token families in PostgreSQL. A rotation is a unit of two statements: it reads everything that decides, then spends,
// inserts and marks in one. Two units with the same token cannot both be kept: the second runs again, and finds the
// token spent.

const INSERT = statement(
  "families.insert",
  `WITH family AS (INSERT INTO refresh_families (${SIGN_IN_COLUMNS}, revoked_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id, created_at)
   INSERT INTO refresh_tokens (token_hash, family_id, created_at) SELECT $12, id, created_at FROM family`,
);
const PRESENTED = statement(
  "families.presented",
  `SELECT f.*, ${OWNER_COLUMNS}, t.created_at AS made_at, t.spent_at, t.spent_ip, t.spent_user_agent,
     next.token_hash IS NOT NULL AS has_next, next.spent_at AS next_spent_at,
     next.spent_ip AS next_spent_ip, next.spent_user_agent AS next_spent_user_agent
   FROM refresh_tokens t
   JOIN refresh_families f ON f.id = t.family_id
   JOIN users u ON u.id = f.user_id
   LEFT JOIN refresh_tokens next ON next.token_hash = $2
   WHERE t.token_hash = $1`,
);
/** The insert takes its row from what was spent, so that of two it is the spending that meets first. */
const SPEND = statement(
  "families.spend",
  `WITH spent AS (UPDATE refresh_tokens SET spent_at = $3, spent_ip = $4, spent_user_agent = $5
     WHERE token_hash = $1 AND spent_at IS NULL RETURNING family_id),
   seen AS (UPDATE refresh_families SET last_seen_at = $3 FROM spent WHERE id = spent.family_id)
   INSERT INTO refresh_tokens (token_hash, family_id, created_at) SELECT $2, family_id, $3 FROM spent`,
);
const FIND = statement(
  "families.find",
  `SELECT f.*, ${OWNER_COLUMNS} FROM refresh_families f JOIN users u ON u.id = f.user_id WHERE f.id = $1`,
);
const OWNER = statement(
  "families.owner",
  `SELECT f.id, f.user_id FROM refresh_tokens t JOIN refresh_families f ON f.id = t.family_id
   WHERE t.token_hash = $1 AND f.audience = $2`,
);
const NOT_OVER = `${OF_USER} AND revoked_at IS NULL AND expires_at > $3`;
const REVOKE = statement(
  "families.revoke",
  `UPDATE refresh_families SET revoked_at = $3 WHERE ${NOT_OVER} AND id = $4`,
);
const REVOKE_BY_USER = statement(
  "families.revokeByUser",
  `UPDATE refresh_families SET revoked_at = $3 WHERE ${NOT_OVER} AND id <> $4 RETURNING id`,
);
const UNREVOKED = `${OF_USER} AND revoked_at IS NULL AND ${IS_LIVE}`;
const LIST = {
  newest: statement("families.newest", `SELECT * FROM refresh_families WHERE ${UNREVOKED} ${PAGES.newest}`),
  oldest: statement("families.oldest", `SELECT * FROM refresh_families WHERE ${UNREVOKED} ${PAGES.oldest}`),
};
const TALLY_BY_USER = statement(
  "families.tally",
  `SELECT ${TALLY} FROM refresh_families WHERE ${UNREVOKED} AND id <> $4`,
);
/** As many families as it may remove rows, so that a sweep never walks over those it has emptied before. */
const EXPIRED = "SELECT id FROM refresh_families WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2";
const REMOVE_TOKENS = statement(
  "families.removeTokens",
  `DELETE FROM refresh_tokens WHERE token_hash = ANY(ARRAY(SELECT t.token_hash FROM (${EXPIRED}) expired
   JOIN refresh_tokens t ON t.family_id = expired.id LIMIT $2 FOR UPDATE OF t SKIP LOCKED))`,
);
const REMOVE_FAMILIES = statement(
  "families.removeEmptied",
  `DELETE FROM refresh_families WHERE id = ANY(ARRAY(SELECT id FROM (${EXPIRED}) expired
   WHERE NOT EXISTS (SELECT 1 FROM refresh_tokens WHERE family_id = expired.id) LIMIT $3))`,
);

interface FamilyRow extends SignInRow {
  revoked_at: number | null;
}

interface PresentedRow extends FamilyRow, OwnerRow {
  id: FamilyId;
  user_id: OwnerRow["user_id"];
  made_at: number;
  spent_at: number | null;
  spent_ip: string | null;
  spent_user_agent: string | null;
  has_next: boolean;
  next_spent_at: number | null;
  next_spent_ip: string | null;
  next_spent_user_agent: string | null;
}

export function createPostgresRefreshTokenStore({ send, atomically }: Postgres): RefreshTokenStore {
  async function rotate(request: RotationRequest) {
    const { tokenHash, successorHash, audience, now, ip, userAgent } = request;
    const [row] = (await send<PresentedRow>(PRESENTED, [tokenHash, successorHash])).rows;
    const rotation = judge(request, row ? toPresented(row) : null, row?.has_next ? toSuccessor(row) : null);
    if (rotation.kind === "rotated" && !rotation.repeated)
      await send(SPEND, [tokenHash, successorHash, now.getTime(), ip, userAgent]);
    if (rotation.kind === "reused")
      await send(REVOKE, [rotation.userId, audience, now.getTime(), rotation.familyId]);
    return rotation;
  }

  return {
    async insert(family, tokenHash) {
      const revokedAt = family.revokedAt?.getTime() ?? null;
      await send(INSERT, [...signInValues(family), revokedAt, tokenHash]);
    },
    rotate: (request) => atomically(() => rotate(request)),
    async find(id, now) {
      const [row] = (await send<FamilyRow & OwnerRow>(FIND, [id])).rows;
      if (!row || now.getTime() >= row.expires_at) return null;
      return { family: toRecord(row), ...toOwner(row) };
    },
    async ownerOf(tokenHash, audience) {
      const [row] = (await send<FamilyRow>(OWNER, [tokenHash, audience])).rows;
      return row ? { userId: row.user_id, sessionId: row.id } : null;
    },
    async revokeFamily(userId, audience, id, now) {
      return (await send(REVOKE, [userId, audience, now.getTime(), id])).rowCount === 1;
    },
    async revokeByUser(userId, audience, now, except) {
      const asked = [userId, audience, now.getTime(), except ?? NO_ID];
      return (await send<FamilyRow>(REVOKE_BY_USER, asked)).rows.map(({ id }) => id);
    },
    async listByUser(userId, audience, now, page) {
      const { first, place } = placeOf(page);
      const { rows } = await send<FamilyRow>(LIST[first], [userId, audience, now.getTime(), ...place]);
      return rows.map(toRecord);
    },
    async tallyByUser(userId, audience, now, except) {
      const asked = [userId, audience, now.getTime(), except ?? NO_ID];
      return toTally((await send<TallyRow>(TALLY_BY_USER, asked)).rows[0]);
    },
    async deleteExpired(now, limit) {
      const tokens = (await send(REMOVE_TOKENS, [now.getTime(), limit])).rowCount ?? 0;
      const families = await send(REMOVE_FAMILIES, [now.getTime(), limit, limit - tokens]);
      return tokens + (families.rowCount ?? 0);
    },
  };
}

function toRecord(row: FamilyRow): FamilyRecord {
  return { ...toSignIn(row), revokedAt: toDate(row.revoked_at) };
}

function toPresented(row: PresentedRow): PresentedToken {
  const firstUse = toFirstUse(row.spent_at, row.spent_ip, row.spent_user_agent);
  return { family: toRecord(row), ...toOwner(row), createdAt: new Date(row.made_at), firstUse };
}

function toSuccessor(row: PresentedRow): { firstUse: FirstUse | null } {
  return { firstUse: toFirstUse(row.next_spent_at, row.next_spent_ip, row.next_spent_user_agent) };
}

function toFirstUse(at: number | null, ip: string | null, userAgent: string | null): FirstUse | null {
  return at === null ? null : { at: new Date(at), ip: ip ?? "", userAgent: userAgent ?? "" };
}
