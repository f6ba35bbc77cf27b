import type { ModeName, SessionId, UserId } from "@/lib/auth/contract";
import { clientLabel } from "@/lib/http/request/client-label";
import type { AuditDetail, AuditKind, AuditRecord } from "@/lib/stores/audit";
import type { Reader } from "./reader";

// An event as its reader gets it, in the API, in exports and on the page.

export interface ActivityView {
  id: number;
  /** ISO 8601. */
  at: string;
  kind: AuditKind;
  userId: UserId;
  /** Who did it, when that was not the person themselves. */
  actorId: UserId | null;
  sessionId: SessionId | null;
  mode: ModeName | null;
  /** Address, user agent and its name are null where they are somebody else's: an admin's. */
  ip: string | null;
  userAgent: string | null;
  label: string | null;
  detail: AuditDetail;
}

export function toActivity(record: AuditRecord, reader: Reader): ActivityView {
  const { id, at, kind, userId, actorId = null, sessionId = null, mode = null, client, detail } = record;
  const isForeign = actorId !== null && actorId !== reader.userId && reader.scope?.demoOnly !== false;
  const from = isForeign
    ? { ip: null, userAgent: null, label: null }
    : { ...client, label: clientLabel(client.userAgent) };
  return { id, at: at.toISOString(), kind, userId, actorId, sessionId, mode, ...from, detail };
}
