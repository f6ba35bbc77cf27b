import type { ClientInfo, ModeName, SessionId, UserId } from "@/lib/auth/contract";

// What is worth remembering about an account, by name, for its owner and for admins. How it is stored,
// who may read it and how it is put into words stands elsewhere.

export const AUDIT_KINDS = [
  "sign-up",
  "sign-in",
  "sign-in.refused",
  "reauthenticated",
  "sign-out",
  /** One sign-in, ended by its owner from another one. */
  "sign-in.ended",
  "sign-out-everywhere",
  "credential.refused",
  "refreshed",
  "refresh.reused",
  "mode.switched",
  "settings.changed",
  "password.changed",
  "role.changed",
  "account.disabled",
  "account.enabled",
  /** An admin ended the sign-ins. */
  "account.signed-out",
  "account.deleted",
] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

/** Stands for the owner of an address that has no account: attempts on it are written down all the same. */
export const NOBODY = "nobody" as UserId;

/** Facts beside the event; never a token, secret or address of mail. */
export type AuditDetail = Readonly<Record<string, string | number | boolean | null>>;

export interface AuditEvent {
  kind: AuditKind;
  /** Whose account it happened to. */
  userId: UserId;
  /** Who did it, when that was somebody else: an admin. */
  actorId?: UserId;
  sessionId?: SessionId;
  mode?: ModeName;
  /** Where the request came from that caused it. */
  client: ClientInfo;
  detail?: AuditDetail;
}

/** Long enough to notice a stranger, short enough to be no record of somebody's life. Older is neither shown nor kept. */
export const AUDIT_RETENTION_DAYS = 90;

export interface AuditRecord extends AuditEvent {
  /** Grows with every event, so it is the cursor as well. */
  id: number;
  at: Date;
  detail: AuditDetail;
}

export interface AuditQuery {
  /** One person's or several people's. Left out: everybody's. */
  userId?: UserId | readonly UserId[] | undefined;
  /** Left out or empty: all. */
  kinds?: readonly AuditKind[] | undefined;
  /** Only events before this id. */
  before?: number | undefined;
  limit: number;
}

export interface AuditPage {
  /** Newest first. */
  events: AuditRecord[];
  /** The `before` of the next page; null at the end. */
  next: number | null;
}

/** Faults of the database are `AuthError("store_unavailable")`. */
export interface AuditStore {
  /** Joins the transaction it is called in. When that is committed, logs ids and the reason. */
  record(event: AuditEvent, now?: Date): Promise<void>;
  /**
   * The same for what one client can cause again and again: within a minute, events of one kind, person, sign-in,
   * network and reason are one row. Its `detail` has what was last said, `times`, and `lastAt` (ISO 8601).
   */
  recordFolded(event: AuditEvent, now?: Date): Promise<void>;
  /**
   * Records at most one event a minute for each `key`, for what a client could otherwise cause at every request.
   * Does not log: the log gets all of them from whoever calls.
   */
  recordOnce(event: AuditEvent, key: string, now?: Date): Promise<void>;
  list(query: AuditQuery, now?: Date): Promise<AuditPage>;
  /**
   * Forgets a person, or `limit` events of theirs; says how many. Call it before recording the deletion of the account,
   * which stays.
   */
  deleteByUser(userId: UserId, limit?: number): Promise<number>;
  /** Removes up to `limit` events that are past `AUDIT_RETENTION_DAYS`. */
  deleteExpired(now: Date, limit: number): Promise<number>;
}
