import "server-only";
import { statfs } from "node:fs/promises";
import path from "node:path";
import { AuthError } from "@/lib/auth/errors";
import { reportFailure } from "./failures";
import { getRuntime, type Runtime } from "./runtime";

// Can this instance do its work? Asked by load balancers, often, so it costs little, and says which store is at fault
// and no more.

export interface Health {
  status: "ok" | "unavailable";
  stores: { database: "ok" | "unavailable" };
}

/** Each write waits for the disk, so one answers for everybody who asks within this time. */
const WRITE_EVERY_MS = 2000;
/**
 * On a full disk small writes go on for a while, in the part of the write-ahead log that is there already: measured,
 * 199 sign-ins' worth. The log is moved into the file at 250 pages; with less room than that the next ones fail.
 */
const LEAST_ROOM_BYTES = 250 * 4096;

export async function checkHealth(): Promise<Health> {
  try {
    const runtime = await getRuntime();
    runtime.database.sqlite.prepare("select count(*) from (select 1 from users limit 1)").get();
    await requireRoom(runtime);
    await tryToWrite(runtime);
    return { status: "ok", stores: { database: "ok" } };
  } catch (error) {
    reportFailure(error);
    return { status: "unavailable", stores: { database: "unavailable" } };
  }
}

async function requireRoom({ config }: Runtime): Promise<void> {
  const { bavail, bsize } = await statfs(path.dirname(config.databaseFile));
  if (bavail * bsize < LEAST_ROOM_BYTES) throw new AuthError("store_unavailable", "The disk is full.");
}

/** The last write that was tried; null when it failed, so that the next one who asks tries again. */
let last: { at: number; done: Promise<void> } | null = null;

function tryToWrite(runtime: Runtime): Promise<void> {
  const now = performance.now();
  if (last && now - last.at < WRITE_EVERY_MS) return last.done;
  const done = write(runtime);
  const tried = { at: now, done };
  last = tried;
  done.catch(() => {
    if (last === tried) last = null;
  });
  return done;
}

/** Another process that writes for a while keeps ours waiting; reads go on, and that is no fault to be told. */
const isBusy = (error: unknown): boolean =>
  error instanceof Error &&
  (("code" in error && error.code === "SQLITE_BUSY") || (error.cause !== undefined && isBusy(error.cause)));

/** A real one, to the number in the file's header that SQLite leaves to the application and we do not use. */
async function write({ stores, database: { sqlite } }: Runtime): Promise<void> {
  try {
    await stores.atomically(async () => {
      const version = Number(sqlite.pragma("user_version", { simple: true }));
      sqlite.pragma(`user_version = ${version === 1 ? 2 : 1}`);
    });
  } catch (error) {
    if (!isBusy(error)) throw error;
  }
}
