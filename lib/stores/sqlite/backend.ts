import { keepPrivate } from "@/db/private-file";
import { type OpenDatabase, openDatabase } from "@/db/sqlite/client";
import { migrateDatabase } from "@/db/sqlite/migrate";
import { createSqliteStores } from "@/lib/auth/stores/sqlite";
import type { Backend, OpenBackend } from "../backend";
import { createDemoStore } from "./demo";
import { createSqliteAppStores } from "./index";

// Everything in one SQLite file.

export interface OpenSqlite extends OpenBackend {
  /** For this backend's own tests. */
  database: OpenDatabase;
}

export const isSqlite = <B extends OpenBackend>(backend: B): backend is B & OpenSqlite =>
  "database" in backend;

export interface SqliteBackend extends Backend {
  open(): Promise<OpenSqlite>;
}

/** `first`: what happens to the database before anything is read from it. */
export function sqliteBackend(file: string, first?: (sqlite: OpenDatabase["sqlite"]) => void): SqliteBackend {
  return {
    place: file,
    files: [file],
    async prepare() {
      migrateDatabase(file);
      // Only now is it known to be ours.
      return keepPrivate(file);
    },
    async open() {
      const database = openDatabase(file);
      first?.(database.sqlite);
      const stores = createSqliteStores(database.db);
      return {
        database,
        stores,
        ...createSqliteAppStores(database, stores.atomically),
        demo: createDemoStore(database.db, stores.atomically),
        close: async () => void database.sqlite.close(),
      };
    },
  };
}
