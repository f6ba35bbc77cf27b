// Owns how the SQLite file is opened: durable (an acknowledged write survives a crash), patient for a second
// when another process writes, and with foreign keys enforced. Knows nothing of what is stored.

import Database from "better-sqlite3";
import { type BetterSQLite3Database, drizzle } from "drizzle-orm/better-sqlite3";
import { makePrivately } from "../private-file";
import * as schema from "./schema";

export type Drizzle = BetterSQLite3Database<typeof schema> & { $client: Database.Database };

export interface OpenDatabase {
  /** For the hot statements, prepared once. */
  sqlite: Database.Database;
  /** For everything else. Both speak over the same connection. */
  db: Drizzle;
}

/** Opens the database and creates the file, for its owner only, when there is none. Throws what SQLite throws. */
export function openDatabase(file: string): OpenDatabase {
  if (file !== ":memory:") makePrivately(file);
  const sqlite = new Database(file);
  try {
    // First, so that the next line already waits for another process.
    sqlite.pragma("busy_timeout = 1000");
    sqlite.pragma("journal_mode = WAL");
    sqlite.pragma("synchronous = FULL");
    // The commit that finds the log this long moves it into the file: 1,000 pages, the default, make it 20 ms late.
    sqlite.pragma("wal_autocheckpoint = 250");
    // 64 MiB at most: with the usual 16, the pages of a thousand people push each other out of a large database.
    sqlite.pragma("cache_size = -65536");
    sqlite.pragma("foreign_keys = ON");
    return { sqlite, db: drizzle(sqlite, { schema }) };
  } catch (error) {
    sqlite.close();
    throw error;
  }
}
