import { statfs } from "node:fs/promises";
import path from "node:path";
import type { OpenDatabase } from "@/db/sqlite/client";
import { AuthError } from "@/lib/auth/errors";
import type { Atomically } from "@/lib/auth/parts";
import { attempt } from "@/lib/auth/stores/sqlite/database";

// Could this database take a sign-in now?

/** Each write waits for the disk, so one answers for everybody who asks within this time. */
const WRITE_EVERY_MS = 2000;
/**
 * On a full disk small writes go on for a while, in the part of the write-ahead log that is there already: measured,
 * 199 sign-ins' worth. The log is moved into the file at 250 pages; with less room than that the next ones fail.
 */
const LEAST_ROOM_BYTES = 250 * 4096;

/** Rejects with `AuthError("store_unavailable")` where reading or writing fails, or the disk is full. */
export function createProbe({ sqlite }: OpenDatabase, atomically: Atomically): () => Promise<void> {
  /** The last write that was tried; null when it failed, so that the next one who asks tries again. */
  let last: { at: number; done: Promise<void> } | null = null;

  function tryToWrite(): Promise<void> {
    const now = performance.now();
    if (last && now - last.at < WRITE_EVERY_MS) return last.done;
    const tried = { at: now, done: write() };
    last = tried;
    tried.done.catch(() => {
      if (last === tried) last = null;
    });
    return tried.done;
  }

  /** A real one, to the number in the file's header that SQLite leaves to the application and we do not use. */
  async function write(): Promise<void> {
    try {
      await atomically(async () => {
        const version = Number(sqlite.pragma("user_version", { simple: true }));
        sqlite.pragma(`user_version = ${version === 1 ? 2 : 1}`);
      });
    } catch (error) {
      if (!isBusy(error)) throw error;
    }
  }

  return async () => {
    attempt(() => sqlite.prepare("select count(*) from (select 1 from users limit 1)").get());
    const { bavail, bsize } = await statfs(path.dirname(sqlite.name));
    if (bavail * bsize < LEAST_ROOM_BYTES) throw new AuthError("store_unavailable", "The disk is full.");
    await tryToWrite();
  };
}

/** Another process that writes for a while keeps ours waiting; reads go on, and that is no fault to be told. */
const isBusy = (error: unknown): boolean =>
  error instanceof Error &&
  (("code" in error && error.code === "SQLITE_BUSY") || (error.cause !== undefined && isBusy(error.cause)));
