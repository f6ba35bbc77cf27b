import "server-only";
import type { AuditStore } from "@/lib/audit/audit-store";
import type { Journal } from "@/lib/auth/parts";

// Writes what the core reports of its refresh tokens into the audit trail of their owner.

/** Both addresses and browsers of a reuse: one of the two is not the owner's. */
export function journalTo(audit: AuditStore): Journal {
  return async (event) => {
    const { userId, sessionId, ip, userAgent } = event;
    const common = { userId, sessionId, mode: "jwt", client: { ip, userAgent } } as const;
    if (event.kind === "reused") {
      const { at, ip: firstIp, userAgent: firstUserAgent } = event.firstUse;
      const detail = { firstUsedAt: at.toISOString(), firstIp, firstUserAgent };
      await audit.record({ ...common, kind: "refresh.reused", detail });
    } else if (!event.repeated) {
      await audit.record({ ...common, kind: "refreshed" });
    }
  };
}
