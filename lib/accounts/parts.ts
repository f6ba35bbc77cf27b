import type { Auth } from "@/lib/auth/create-auth";
import type { Atomically, SealedClaims, TokenCodec } from "@/lib/auth/parts";
import type { Config } from "@/lib/config/config";
import type { Cookies } from "@/lib/http/cookies/cookies";
import type { AccountStore } from "@/lib/stores/accounts";
import type { AuditStore } from "@/lib/stores/audit";
import type { SettingsStore } from "@/lib/stores/settings";
import type { Budgets } from "@/lib/throttle/budgets";
import type { Throttle } from "@/lib/throttle/throttle";

/** What accounts are made of. The runtime has all of it; a test or another app may bring its own. */
export interface AccountParts {
  config: Pick<Config, "demo" | "defaultMode">;
  stores: { atomically: Atomically };
  accounts: AccountStore;
  settings: SettingsStore;
  audit: AuditStore;
  throttle: Throttle;
  budgets: Budgets;
  cookies: Cookies;
  /** The app's own sign-ins. */
  auth: Auth;
  /** The pair of the dashboard: signing out ends it, too. */
  pairAuth: Auth;
  seal(purpose: "device"): TokenCodec<SealedClaims>;
}
