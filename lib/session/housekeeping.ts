import "server-only";
import { log } from "@/lib/audit/log";
import type { SessionStore } from "@/lib/auth/contract";

// Removes what has expired, a little at a time: no request ever waits for a long delete.

const EVERY_MS = 60_000;
const BATCH = 500;

/** Expired rows are refused from the second they expire; this only frees their space. */
export function startHousekeeping(sessions: SessionStore): void {
  const sweep = () => sessions.deleteExpired(new Date(), BATCH).catch(() => log("housekeeping.failed", {}));
  setInterval(sweep, EVERY_MS).unref();
}
