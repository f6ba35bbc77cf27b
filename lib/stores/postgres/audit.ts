import type { ModeName } from "@/lib/auth/contract";
import { type Postgres, type Row, type Statement, statement } from "@/lib/auth/stores/postgres/database";
import type { AuditStore } from "../audit";
import { type AuditRow, createAuditTrail } from "../audit-trail";

// The rows of the audit trail in PostgreSQL.

const APPEND = statement(
  "audit.append",
  `INSERT INTO audit_events (at, kind, user_id, actor_id, session_id, mode, ip, user_agent, detail)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
);
const SET_DETAIL = statement("audit.setDetail", "UPDATE audit_events SET detail = $2 WHERE id = $1");
/** One index for each: a rare kind is found without reading what lies between. */
const ALL = select("audit.all");
const OF_KIND = select("audit.ofKind", "kind = $4");
const OWN = select("audit.own", "user_id = $4");
const OWN_OF_KIND = select("audit.ownOfKind", "user_id = $4 AND kind = $5");
const REMOVE_BY_USER = statement(
  "audit.removeByUser",
  `DELETE FROM audit_events WHERE id = ANY(ARRAY(SELECT id FROM audit_events WHERE user_id = $1 LIMIT $2))`,
);
const REMOVE_UNTIL = statement(
  "audit.removeUntil",
  `DELETE FROM audit_events WHERE id = ANY(ARRAY
   (SELECT id FROM audit_events WHERE at <= $1 ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED))`,
);

function select(name: string, condition = "true"): Statement {
  return statement(
    name,
    `SELECT * FROM audit_events WHERE ${condition} AND id < $1 AND at > $2 ORDER BY id DESC LIMIT $3`,
  );
}

interface EventRow extends Row {
  id: number;
  at: number;
  kind: string;
  user_id: string;
  actor_id: string | null;
  session_id: string | null;
  mode: ModeName | null;
  ip: string;
  user_agent: string;
  detail: string;
}

export function createAuditStore({ send, atomically }: Postgres): AuditStore {
  return createAuditTrail(
    {
      async append({ at, kind, userId, actorId, sessionId, mode, ip, userAgent, detail }) {
        const values = [at.getTime(), kind, userId, actorId, sessionId, mode, ip, userAgent, detail];
        return (await send<{ id: number }>(APPEND, values)).rows[0]?.id ?? 0;
      },
      async setDetail(id, detail) {
        return (await send(SET_DETAIL, [id, detail])).rowCount === 1;
      },
      async list({ userId, kind, before, after, limit }) {
        const [anyKind, oneKind] = userId === undefined ? [ALL, OF_KIND] : [OWN, OWN_OF_KIND];
        const which = [userId, kind].filter((value) => value !== undefined);
        const asked = [before, after.getTime(), limit, ...which];
        return (await send<EventRow>(kind === undefined ? anyKind : oneKind, asked)).rows.map(toRow);
      },
      // No limit is NULL.
      async deleteByUser(userId, limit) {
        return (await send(REMOVE_BY_USER, [userId, limit ?? null])).rowCount ?? 0;
      },
      async deleteUntil(until, limit) {
        return (await send(REMOVE_UNTIL, [until.getTime(), limit])).rowCount ?? 0;
      },
    },
    atomically,
  );
}

function toRow({ id, at, kind, mode, ip, detail, ...row }: EventRow): AuditRow {
  const { user_id: userId, actor_id: actorId, session_id: sessionId, user_agent: userAgent } = row;
  return { id, at: new Date(at), kind, userId, actorId, sessionId, mode, ip, userAgent, detail };
}
