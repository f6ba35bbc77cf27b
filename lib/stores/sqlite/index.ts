import type { OpenDatabase } from "@/db/sqlite/client";
import type { Atomically } from "@/lib/auth/parts";
import type { AppStores } from "../index";
import { createAccountStore } from "./accounts";
import { createAuditStore } from "./audit";
import { createCounterStore } from "./counters";
import { createRunStore } from "./lab-runs";
import { createProbe } from "./probe";
import { createSettingsStore } from "./settings";

// The app's own tables in SQLite.

/**
 * `atomically` is that of the core's stores on the same connection: what both write in one transaction is kept
 * together. Throws when the tables are not there.
 */
export function createSqliteAppStores(database: OpenDatabase, atomically: Atomically): AppStores {
  const { db, sqlite } = database;
  return {
    accounts: createAccountStore(db, atomically),
    settings: createSettingsStore(db, atomically),
    audit: createAuditStore(db, atomically),
    counters: createCounterStore(sqlite, atomically),
    labRuns: createRunStore(db, atomically),
    probe: createProbe(database, atomically),
  };
}
