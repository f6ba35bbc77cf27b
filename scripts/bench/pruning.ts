// Measures how long a request waits while housekeeping removes what has expired, batch after batch, from tables
// that have grown large.

import { setTimeout as wait } from "node:timers/promises";
import { BATCH } from "../../lib/runtime/housekeeping";
import { AUDIT_RETENTION_DAYS } from "../../lib/stores/audit";
import { duration, median } from "./blocks";
import { type BenchDatabase, fill, ORIGIN, person } from "./database";
import { type Line, within } from "./report";

const BOUND_MS = 20;

/** `rows` expired ones of each kind. `check`: a request's check, of a sign-in that lives. */
export async function pruning(
  database: BenchDatabase,
  rows: number,
  check: () => Promise<unknown>,
): Promise<Line[]> {
  const { stores, audit, counters } = database;
  const long = Date.now() - 1000;
  const tooOld = long - AUDIT_RETENTION_DAYS * 86_400_000;
  fill(database, "sessions", rows, long);
  fill(database, "families", rows, long);
  fill(database, "tokens", 0, 0);
  fill(database, "denylist", rows, long);
  fill(database, "events", rows, tooOld);
  fill(database, "limits", rows, long);
  const results: Line[] = [];
  for (const [name, store, due] of [
    ["sessions", stores.sessions, rows],
    ["families and tokens", stores.refreshTokens, 2 * rows],
    ["denylist", stores.revocations, rows],
    ["activity", audit, rows],
    ["rate limits", counters, rows],
  ] as const)
    results.push(...(await sweep(database, name, store, due, check)));
  return results;
}

/**
 * The bound is held by a batch's own work, its CPU time: on a shared disk any write may wait, also one of a single
 * row. By the clock the slowest request is told beside the slowest such write in between.
 */
async function sweep(
  { stores }: BenchDatabase,
  name: string,
  store: { deleteExpired(now: Date, limit: number): Promise<number> },
  due: number,
  check: () => Promise<unknown>,
): Promise<Line[]> {
  let [removed, isOver] = [0, false];
  const waits: number[] = [];
  const batches: number[] = [];
  const work: number[] = [];
  const single: number[] = [];
  const requests = (async () => {
    while (!isOver) {
      // One comes every millisecond, whether the last one was slow or not.
      const arrival = performance.now() + 1;
      await wait(1);
      await check();
      waits.push(performance.now() - arrival);
    }
  })();
  const { userId } = person(2);
  for (let last = BATCH; last >= BATCH; removed += last) {
    const before = process.cpuUsage();
    batches.push(await duration(async () => (last = await store.deleteExpired(new Date(), BATCH))));
    const { user, system } = process.cpuUsage(before);
    work.push((user + system) / 1000);
    await wait(2);
    single.push(await duration(() => stores.revocations.bumpVersion(userId, ORIGIN)));
    await wait(2);
  }
  isOver = true;
  await requests;
  if (removed < due) throw new Error(`${name}: ${removed} of ${due} rows were removed.`);
  const nearly = waits.toSorted((a, b) => a - b)[Math.floor(waits.length * 0.999)] ?? 0;
  const batch = `${batches.length} batches of ${median(batches).toFixed(1)} ms`;
  console.error(`  pruning ${name}: ${batch}, 999 of 1,000 requests within ${nearly.toFixed(1)} ms`);
  const [slowest, alone] = [Math.max(...waits), Math.max(...single)];
  console.error(
    `  slowest request meanwhile ${slowest.toFixed(1)} ms, slowest small write ${alone.toFixed(1)} ms`,
  );
  return [within(`work of the longest batch, pruning ${name}`, Math.max(...work), BOUND_MS, "ms")];
}
