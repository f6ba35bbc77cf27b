import { type OpenDatabase, openDatabase } from "@/db/client";
import type { Stores } from "@/lib/auth/parts";
import { createSqliteStores } from "@/lib/auth/stores/sqlite";
import type { AccountStore } from "../accounts";
import { createAccountStore } from "./accounts";

// A database of its own that lives in memory and is gone when it is closed: the same tables as the app's, the same
// stores for sign-ins and accounts, and nothing of its data.

export interface StoresInMemory {
  stores: Stores;
  accounts: AccountStore;
  sqlite: OpenDatabase["sqlite"];
}

/** The statements that made this database's tables and indexes, to make the same in another one. */
export function tablesOf(sqlite: OpenDatabase["sqlite"]): string[] {
  return sqlite
    .prepare(
      "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY type = 'table' DESC",
    )
    .pluck()
    .all()
    .map(String);
}

/** Throws what SQLite throws when a statement of `tables` is none. Close `sqlite` to be rid of it. */
export function openInMemory(tables: readonly string[]): StoresInMemory {
  const database = openDatabase(":memory:");
  try {
    for (const statement of tables) database.sqlite.exec(statement);
    const stores = createSqliteStores(database.db);
    return { stores, accounts: createAccountStore(database.db, stores.atomically), sqlite: database.sqlite };
  } catch (error) {
    database.sqlite.close();
    throw error;
  }
}

/** What an operator with a database shell does: the rows of an audience's sign-ins are gone, and nobody is told. */
export function deleteSignIns({ stores, sqlite }: StoresInMemory, audience: string): Promise<number> {
  return stores.atomically(async () =>
    ["sessions", "refresh_families"].reduce(
      (sum, table) => sum + sqlite.prepare(`DELETE FROM ${table} WHERE audience = ?`).run(audience).changes,
      0,
    ),
  );
}
