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
