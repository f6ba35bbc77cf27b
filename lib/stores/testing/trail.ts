import type { UserId } from "@/lib/auth/contract";
import { newUserId } from "@/lib/auth/random";
import type { AuditEvent, AuditKind, AuditQuery, AuditStore } from "../audit";
import type { TestBackend } from "./backends";

// One person's audit trail, for one test. The clock is whatever a test passes.

export const NOW = new Date(Date.UTC(2026, 0, 15, 12));
export const MINUTE = 60_000;
export const later = (milliseconds: number): Date => new Date(NOW.getTime() + milliseconds);

export interface Trail {
  backend: TestBackend;
  audit: AuditStore;
  ada: UserId;
  event(kind: AuditKind, more?: Partial<AuditEvent>): AuditEvent;
  /** Ada's, unless the query says otherwise. */
  kindsOf(query?: Partial<AuditQuery>, now?: Date): Promise<AuditKind[]>;
}

export function createTrail(backend: TestBackend): Trail {
  const { audit } = backend;
  const ada = newUserId();
  return {
    backend,
    audit,
    ada,
    event: (kind, more = {}) => ({
      kind,
      userId: ada,
      client: { ip: "192.0.2.7", userAgent: "Test/1.0" },
      ...more,
    }),
    async kindsOf(query = {}, now = NOW) {
      const { events } = await audit.list({ userId: ada, limit: 100, ...query }, now);
      return events.map(({ kind }) => kind);
    },
  };
}
