import "server-only";
import { log } from "@/lib/log/log";
import type { RunStore, StoredRun } from "@/lib/stores/lab-runs";
import type { LiveRun } from "../engine/live-run";
import type { Lab } from "../lab";
import { concludeRun } from "./conclude";
import { scoreOf } from "./run-view";

// Stores a run when it has ended. While the store is down it tries again, for two minutes.

const RETRY_AFTER_MS = [1000, 5000, 15_000, 30_000, 60_000] as const;

type Chosen = Pick<StoredRun, "params" | "predictions">;

/** Never rejects: what could not be stored in two minutes is reported in the log, by the id of its run. */
export async function keepWhenEnded(store: RunStore, lab: Lab, run: LiveRun, chosen: Chosen): Promise<void> {
  await run.ended;
  for (const pause of [...RETRY_AFTER_MS, null]) {
    try {
      return await writeDown(store, lab, run, chosen);
    } catch {
      if (pause === null) break;
      await new Promise((resolve) => setTimeout(resolve, pause).unref());
    }
  }
  log("lab.not_stored", { run: run.id });
}

function writeDown(store: RunStore, lab: Lab, run: LiveRun, { params, predictions }: Chosen): Promise<void> {
  const recording = run.recording(0);
  const score = scoreOf(predictions, concludeRun(lab, recording, params));
  return store.end(run.id, {
    status: run.status,
    failure: run.failure,
    recording,
    elapsedMs: Math.round(run.elapsedMs()),
    right: score?.right ?? null,
    asked: score?.of ?? null,
    endedAt: new Date(),
  });
}
