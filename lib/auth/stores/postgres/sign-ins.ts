import type { Principal, Role, SessionId, SignInPage, SignInTally, UserId } from "../../contract";
import { wholePage } from "../../policy";
import type { Row, Value } from "./database";

// What the tables of both modes are asked in the same way: whose, which are live, in which order. Every question goes
// by one index that has all it needs (`…_by_user`).

/** The columns that both tables have, in the order of `signInValues`. */
export const SIGN_IN_COLUMNS =
  "id, user_id, audience, created_at, authenticated_at, last_seen_at, idle_timeout_seconds, expires_at, ip, user_agent";

/** Live at `$3`; `$1` and `$2` are the person and the audience. */
export const OF_USER = "user_id = $1 AND audience = $2";
export const IS_LIVE = "expires_at > $3 AND last_seen_at + idle_timeout_seconds * 1000::bigint > $3";

/** No id is empty. */
export const NO_ID = "";

/** The order of a page, and where it begins: after `$4`, `$5`, and `$6` of them. */
export const PAGES = {
  newest: "AND (created_at, id) < ($4, $5) ORDER BY created_at DESC, id DESC LIMIT $6",
  oldest: "AND (created_at, id) > ($4, $5) ORDER BY created_at, id LIMIT $6",
};

export const TALLY = "count(*) AS count, max(last_seen_at) AS last_seen_at, max(expires_at) AS expires_at";

/** Which order, and `$4` to `$6`. */
export function placeOf(page: SignInPage | undefined): { first: keyof typeof PAGES; place: Value[] } {
  const { first, after, limit } = wholePage(page);
  const beginning = first === "newest" ? Number.MAX_SAFE_INTEGER : Number.MIN_SAFE_INTEGER;
  return { first, place: [after?.createdAt.getTime() ?? beginning, after?.id ?? NO_ID, limit] };
}

export interface TallyRow extends Row {
  count: number;
  last_seen_at: number | null;
  expires_at: number | null;
}

export function toTally(row: TallyRow | undefined): SignInTally {
  const { count = 0, last_seen_at = null, expires_at = null } = row ?? {};
  return { count, lastSeenAt: toDate(last_seen_at), expiresAt: toDate(expires_at) };
}

export const toDate = <T extends number | null>(milliseconds: T) =>
  (milliseconds === null ? null : new Date(milliseconds)) as T extends null ? null : Date;

export interface SignInRow extends Row {
  id: SessionId;
  user_id: UserId;
  audience: string;
  created_at: number;
  authenticated_at: number;
  last_seen_at: number;
  idle_timeout_seconds: number;
  expires_at: number;
  ip: string;
  user_agent: string;
}

export function toSignIn(row: SignInRow) {
  return {
    id: row.id,
    userId: row.user_id,
    audience: row.audience,
    createdAt: new Date(row.created_at),
    authenticatedAt: new Date(row.authenticated_at),
    lastSeenAt: new Date(row.last_seen_at),
    idleTimeoutSeconds: row.idle_timeout_seconds,
    expiresAt: new Date(row.expires_at),
    ip: row.ip,
    userAgent: row.user_agent,
  };
}

/** In the order of `SIGN_IN_COLUMNS`: `$1` to `$10`. */
export function signInValues(signIn: ReturnType<typeof toSignIn>): Value[] {
  const { id, userId, audience, createdAt, authenticatedAt, lastSeenAt } = signIn;
  const instants = [createdAt, authenticatedAt, lastSeenAt].map((instant) => instant.getTime());
  const { idleTimeoutSeconds, expiresAt, ip, userAgent } = signIn;
  return [id, userId, audience, ...instants, idleTimeoutSeconds, expiresAt.getTime(), ip, userAgent];
}

/** The owner beside a sign-in, as they are now. */
export const OWNER_COLUMNS = "u.email, u.name, u.role, u.disabled_at";

export interface OwnerRow extends Row {
  user_id: UserId;
  email: string;
  name: string;
  role: Role;
  disabled_at: number | null;
}

export function toOwner(row: OwnerRow): { principal: Principal; disabled: boolean } {
  const { user_id: userId, email, name, role, disabled_at } = row;
  return { principal: { userId, email, name, role }, disabled: disabled_at !== null };
}
