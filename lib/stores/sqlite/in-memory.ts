import { type OpenDatabase, openDatabase } from "@/db/sqlite/client";
import { makeTables } from "@/db/sqlite/migrate";
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
  close(): void;
}

let tables: readonly string[] | undefined;

/** The statements that make the app's tables and indexes; those of SQLite, whatever the app's own data is in. */
export function labTables(): readonly string[] {
  tables ??= tablesOf();
  return tables;
}

function tablesOf(): string[] {
  const { sqlite } = openDatabase(":memory:");
  try {
    makeTables(sqlite);
    return sqlite
      .prepare(
        "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY type = 'table' DESC",
      )
      .pluck()
      .all()
      .map(String);
  } finally {
    sqlite.close();
  }
}

/** Throws what SQLite throws when a statement of `tables` is none. `close` to be rid of it. */
export function openInMemory(tables: readonly string[]): StoresInMemory {
  const database = openDatabase(":memory:");
  try {
    for (const statement of tables) database.sqlite.exec(statement);
    const stores = createSqliteStores(database.db);
    const accounts = createAccountStore(database.db, stores.atomically);
    return { stores, accounts, sqlite: database.sqlite, close: () => void database.sqlite.close() };
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
