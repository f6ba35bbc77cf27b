import "server-only";
import { log } from "@/lib/audit/log";
import type { SessionStore } from "@/lib/auth/contract";
import type { Throttle } from "@/lib/throttle/throttle";

// Removes what has expired, a little at a time: no request ever waits for a long delete.

const EVERY_MS = 60_000;
const BATCH = 500;

/** Expired rows are refused from the second they expire; this only frees their space. */
export function startHousekeeping(sessions: SessionStore, throttle: Throttle): void {
  const sweep = () =>
    Promise.all([sessions, throttle].map((store) => store.deleteExpired(new Date(), BATCH)));
  setInterval(() => sweep().catch(() => log("housekeeping.failed", {})), EVERY_MS).unref();
}
