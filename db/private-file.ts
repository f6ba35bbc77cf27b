// Owns that nobody but its owner reads or writes the database: the file and the two that SQLite puts beside it.

import { chmodSync, closeSync, openSync, type Stats, statSync } from "node:fs";

/** Windows keeps no such bits; there the folder's access list decides. */
const POSIX = process.platform !== "win32";
const OTHERS = 0o077;

/** A file or folder that others may read or write, and that is not ours to change. One line. */
export class PrivacyError extends Error {
  override name = "PrivacyError";
}

/**
 * Makes an empty file for its owner only, unless there is one: SQLite would make it readable for everybody, and gives
 * its `-wal` and `-shm` the rights of the database. Where it cannot be made, opening the database says why.
 */
export function makePrivately(file: string): void {
  try {
    closeSync(openSync(file, "ax", 0o600));
  } catch {
    // There is one, or SQLite will say.
  }
}

/** Takes all rights to the database from others. Answers with what was changed, a line each; throws `PrivacyError`. */
export function keepPrivate(database: string): string[] {
  return [database, `${database}-wal`, `${database}-shm`].flatMap((file) => {
    const stats = statSync(file, { throwIfNoEntry: false });
    return stats?.isFile() && isOpenToOthers(stats) ? [takeFromOthers(file, stats, 0o600)] : [];
  });
}

export function isOpenToOthers(stats: Stats): boolean {
  return POSIX && (stats.mode & OTHERS) !== 0;
}

/** Answers with a line that says so. */
export function takeFromOthers(name: string, stats: Stats, mode: number): string {
  const was = (stats.mode & 0o777).toString(8).padStart(4, "0");
  const right = mode.toString(8);
  try {
    chmodSync(name, mode);
  } catch {
    throw new PrivacyError(
      `${name} can be read or written by others (mode ${was}); its owner must run: chmod ${right} '${name}'`,
    );
  }
  return `${name} could be read or written by others (mode ${was}); it is now ${right.padStart(4, "0")}`;
}
