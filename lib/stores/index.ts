import type { AccountStore } from "./accounts";
import type { AuditStore } from "./audit";
import type { CounterStore } from "./counters";
import type { RunStore } from "./lab-runs";
import type { SettingsStore } from "./settings";

// What every backend of the app's own tables has to bring. Sign-ins are the core's: lib/auth/parts.ts.

export interface AppStores {
  accounts: AccountStore;
  settings: SettingsStore;
  audit: AuditStore;
  counters: CounterStore;
  labRuns: RunStore;
  /** Reads and really writes. Rejects when this backend could not take a sign-in now. */
  probe(): Promise<void>;
}
