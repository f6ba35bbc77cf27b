import type { BetterSQLite3Database } from "drizzle-orm/better-sqlite3";
import { AuthError } from "../../errors";
import type { Atomically } from "../../parts";
import { createAtomically } from "../atomically";

// What the SQLite stores share: how they speak to the database, and what a fault of it is called. Everything
// goes over one connection, so a statement of a request that is part of no transaction may run in the middle of
// another's: stores therefore write only through `Atomically`, and what they read meanwhile is at worst refused
// a moment early.

/** What is used of better-sqlite3 itself. */
interface Client {
  readonly inTransaction: boolean;
  exec(source: string): unknown;
  prepare(source: string): { get(...parameters: unknown[]): unknown };
}

export type Database<S extends Record<string, unknown> = Record<string, unknown>> =
  BetterSQLite3Database<S> & { $client: Client };

/** Takes the write lock before anything is read, so that waiting for another process is all that can happen. */
export function createSqliteAtomically({ $client: client }: Database): Atomically {
  return createAtomically({
    begin: () => void attempt(() => client.exec("BEGIN IMMEDIATE")),
    commit: () => void attempt(() => client.exec("COMMIT")),
    // SQLite itself has rolled back after some faults, such as a full disk.
    rollback: () => void attempt(() => client.inTransaction && client.exec("ROLLBACK")),
  });
}

/** How a store writes: in a transaction, with a fault told as one of the system. */
export function writerOf(atomically: Atomically): <T>(work: () => T) => Promise<T> {
  return (work) => atomically(async () => attempt(work));
}

/** Anything SQLite throws is a fault of the system: the caller answers 503, never "signed out". */
export function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new AuthError("store_unavailable", "The database could not be used.", { cause });
  }
}
