import type { Stores } from "../../parts";
import { createSqliteAtomically, type Database } from "./database";
import { createSqliteRefreshTokenStore } from "./refresh-tokens";
import { createSqliteRevocationStore } from "./revocations";
import { createSqliteSessionStore } from "./sessions";

// All stores in one SQLite database.

/**
 * `db` is drizzle over better-sqlite3, migrated. Throws when the tables are not there. One connection must have
 * one set of stores: two would not wait for each other's transactions.
 */
export function createSqliteStores(db: Database): Stores {
  const atomically = createSqliteAtomically(db);
  return {
    sessions: createSqliteSessionStore(db, atomically),
    refreshTokens: createSqliteRefreshTokenStore(db, atomically),
    revocations: createSqliteRevocationStore(db, atomically),
    atomically,
  };
}
