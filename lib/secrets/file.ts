// Owns how a file of secrets is read and written: readable by its owner only, complete at every moment, on
// disk when acknowledged. Knows nothing of what stands in it. A message names the file and the problem,
// never a value.

import { randomUUID } from "node:crypto";
import {
  closeSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

/** A secrets file that cannot be made, changed or used. One line: the file and what is wrong with it. */
export class SecretsError extends Error {
  override name = "SecretsError";
}

/** Windows keeps no such bits and opens no folder; there the folder's access list decides. */
const POSIX = process.platform !== "win32";

/**
 * Reads the file. Throws `SecretsError` when it is absent or when others than its owner can read or write it.
 * Checks and reads the same open file, so nobody can swap it in between.
 */
export function readPrivately(file: string): string {
  try {
    const descriptor = openSync(file, "r");
    try {
      refuseWhenOpenToOthers(file, fstatSync(descriptor));
      return readFileSync(descriptor, "utf8");
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof SecretsError) throw error;
    throw new SecretsError(`${file} cannot be read: ${reason(error)}`);
  }
}

/** Makes the file, or leaves the one alone that stands there. Throws `SecretsError` when it cannot. */
export function createPrivately(file: string, text: string): void {
  const aside = `${file}.${randomUUID()}.tmp`;
  try {
    writeAside(aside, text);
    // Unlike a rename, a link fails where a file already stands.
    linkSync(aside, file);
    syncFolder(file);
  } catch (error) {
    // Another first start was quicker; its file is as good as ours.
    if (systemCode(error) !== "EEXIST") throw new SecretsError(`${file} cannot be written: ${reason(error)}`);
  } finally {
    rmSync(aside, { force: true });
  }
}

/**
 * Puts another text into the place of the file, which keeps its owner. Whoever reads meanwhile, and whoever
 * reads after a crash, gets the old text or the new one. One writer at a time: see lock.ts.
 */
export function replacePrivately(file: string, text: string): void {
  const aside = `${file}.${randomUUID()}${ASIDE}`;
  try {
    removeLeftovers(file);
    writeAside(aside, text, statSync(file));
    renameSync(aside, file);
    syncFolder(file);
  } catch (error) {
    rmSync(aside, { force: true });
    throw new SecretsError(`${file} cannot be written: ${reason(error)}`);
  }
}

/** Not the ending of a first start's, which may be on its way to its link. */
const ASIDE = ".next";

/** What a writer left that was killed before its rename. Nobody else is writing now. */
function removeLeftovers(file: string): void {
  const folder = path.dirname(file);
  const isLeftover = (name: string) => name.startsWith(`${path.basename(file)}.`) && name.endsWith(ASIDE);
  for (const name of readdirSync(folder).filter(isLeftover)) rmSync(path.join(folder, name), { force: true });
}

/** On disk, not only in the page cache: cookies sealed with these keys must survive a power cut. */
function writeAside(aside: string, text: string, owner?: Stats): void {
  const descriptor = openSync(aside, "wx", 0o600);
  try {
    // Rotated by root, the file must stay the one of the user that the app runs as.
    const own = fstatSync(descriptor);
    if (owner && (owner.uid !== own.uid || owner.gid !== own.gid))
      fchownSync(descriptor, owner.uid, owner.gid);
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The name, too, must be on disk. */
function syncFolder(file: string): void {
  if (!POSIX) return;
  const descriptor = openSync(path.dirname(file), "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function refuseWhenOpenToOthers(file: string, stats: Stats): void {
  if (!stats.isFile()) throw new SecretsError(`${file} is not a file`);
  if (!POSIX || (stats.mode & 0o077) === 0) return;
  const mode = (stats.mode & 0o777).toString(8).padStart(4, "0");
  throw new SecretsError(`${file} can be read or written by others (mode ${mode}); run: chmod 600 '${file}'`);
}

function systemCode(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

/** The system's reason in words, without the path that the sentence already names. */
export function reason(error: unknown): string {
  if (!(error instanceof Error)) return "unknown reason";
  return error.message.replace(/^[A-Z]+: /, "").replace(/, \w+ .*$/s, "");
}
