import type { Auth } from "@/lib/auth/create-auth";
import type { AccountStore } from "@/lib/stores/accounts";
import type { AuditStore } from "@/lib/stores/audit";

/** What reading the audit trail takes: the trail, and who its reader is now. */
export interface AuditParts {
  audit: AuditStore;
  accounts: AccountStore;
  auth: Auth;
}
