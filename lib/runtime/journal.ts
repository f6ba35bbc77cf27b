import "server-only";
import type { Journal } from "@/lib/auth/parts";
import type { AuditStore } from "@/lib/stores/audit";
import type { Budgets } from "@/lib/throttle/budgets";

// Writes what the core reports of its refresh tokens into the audit trail of their owner.

/**
 * Both addresses and browsers of a reuse: one of the two is not the owner's. Throws `ThrottledError` for an exchange
 * beyond the budget: then it did not happen, and the refresh token is as good as before.
 */
export function journalTo(audit: AuditStore, budgets: Budgets): Journal {
  return async (event) => {
    const { userId, sessionId, ip, userAgent } = event;
    const common = { userId, sessionId, mode: "jwt", client: { ip, userAgent } } as const;
    if (event.kind === "reused") {
      const { at, ip: firstIp, userAgent: firstUserAgent } = event.firstUse;
      const detail = { firstUsedAt: at.toISOString(), firstIp, firstUserAgent };
      await audit.record({ ...common, kind: "refresh.reused", detail });
    } else if (!event.repeated) {
      budgets.spend("refresh", ip, sessionId);
      await audit.recordFolded({ ...common, kind: "refreshed" });
    }
  };
}
