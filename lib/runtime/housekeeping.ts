import "server-only";
import { log } from "@/lib/log/log";

// Removes what has expired, a little at a time: no request ever waits for a long delete.

export interface Sweepable {
  /** Removes up to `limit` records and says how many. */
  deleteExpired(now: Date, limit: number): Promise<number>;
}

const EVERY_MS = 60_000;
/** Among a million rows 50 take up to 16 ms, with the disk; 200 would take 45. */
export const BATCH = 25;
/** Between two batches, everybody else's requests. */
const PAUSE_MS = 25;

/**
 * Expired records are refused from the second they expire; this only frees their space. Goes on until the returned
 * function is called, and keeps no process alive.
 */
export function startHousekeeping(stores: readonly Sweepable[]): () => void {
  const timer = setInterval(() => void sweep(stores), EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Batch after batch until nothing is left that has expired. One sweep at a time; a store that fails stops no other. */
async function sweep(stores: readonly Sweepable[]): Promise<void> {
  if (sweeping) return;
  sweeping = true;
  try {
    for (const store of stores) await empty(store).catch(() => log("housekeeping.failed", {}));
  } finally {
    sweeping = false;
  }
}
let sweeping = false;

async function empty(store: Sweepable): Promise<void> {
  while ((await store.deleteExpired(new Date(), BATCH)) >= BATCH)
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS).unref());
}
