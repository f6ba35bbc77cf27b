// Owns that one process at a time changes a file. The lock is SQLite's on an empty database beside the file:
// the kernel holds it and lets go of it when its holder dies, so no lock is ever stale.

import { closeSync, openSync } from "node:fs";
import Database from "better-sqlite3";
import { reason, SecretsError } from "./file";

const PATIENCE_MS = 30_000;

/**
 * Runs `work` while no other process, and no other caller in this one, is inside for the same file. Waits
 * up to half a minute, then throws `SecretsError`. `work` is synchronous: nothing else here may wait for it.
 */
export function whileLocked<T>(file: string, work: () => T, patienceMs = PATIENCE_MS): T {
  const lock = openLock(file, patienceMs);
  try {
    take(lock, file);
    return work();
  } finally {
    // The empty file stays: removed, it would be one lock for who waits at it and another for who comes next.
    lock.close();
  }
}

function openLock(file: string, patienceMs: number): Database.Database {
  try {
    closeSync(openSync(`${file}.lock`, "a", 0o600));
    return new Database(`${file}.lock`, { timeout: patienceMs });
  } catch (error) {
    throw new SecretsError(`${file} cannot be locked: ${reason(error)}`);
  }
}

function take(lock: Database.Database, file: string): void {
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    const busy = error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY");
    if (busy) throw new SecretsError(`${file} is being changed by another run that does not end`);
    throw new SecretsError(`${file} cannot be locked: ${reason(error)}`);
  }
}
