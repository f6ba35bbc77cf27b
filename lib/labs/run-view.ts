import "server-only";
import type { Conclusion, RunSummary, RunView, Score } from "./contract";
import type { LiveRun } from "./engine/live-run";
import type { Lab } from "./lab";
import type { RunStore, StoredRun } from "./run-store";

// Brings together what is stored of a run and what is still going on, as its page shows it.

const EMPTY = { version: 1, lanes: [], devices: [], seconds: 0, facts: [], dropped: 0 } as const;

export function viewOf(
  lab: Lab,
  stored: StoredRun,
  live: LiveRun | undefined,
  mine: boolean,
  since: number,
): RunView {
  const whole = live?.recording(0) ?? stored.recording ?? { ...EMPTY, lanes: [], devices: [], facts: [] };
  const conclusion = lab.conclude(whole, stored.params);
  const running = live?.status === "running";
  const acts = running ? Object.entries(lab.plan(stored.params).acts ?? {}) : [];
  return {
    id: stored.id,
    lab: lab.name,
    ...stateOf(stored, live),
    params: stored.params,
    createdAt: stored.createdAt.toISOString(),
    endedAt: stored.endedAt?.toISOString() ?? null,
    elapsedMs: live?.elapsedMs() ?? stored.elapsedMs,
    mine,
    predictions: stored.predictions,
    questions: [...lab.questions],
    recording: since > 0 ? { ...whole, facts: whole.facts.filter(({ seq }) => seq > since) } : whole,
    conclusion,
    score: running ? null : scoreOf(stored.predictions, conclusion),
    acts: acts.map(([name, { label }]) => ({ name, label })),
    live: live !== undefined,
  };
}

export function summaryOf(stored: Omit<StoredRun, "recording">, live: LiveRun | undefined): RunSummary {
  const { id, lab, params, right, asked } = stored;
  const score = right !== null && asked !== null ? { right, of: asked } : null;
  return {
    id,
    lab,
    params,
    score,
    status: stateOf(stored, live).status,
    createdAt: stored.createdAt.toISOString(),
  };
}

/** Stores a run that has ended. */
export async function writeDown(
  store: RunStore,
  lab: Lab,
  run: LiveRun,
  { params, predictions }: Pick<StoredRun, "params" | "predictions">,
): Promise<void> {
  const recording = run.recording(0);
  const score = scoreOf(predictions, lab.conclude(recording, params));
  await store.end(run.id, {
    ...{ status: run.status, failure: run.failure, recording },
    elapsedMs: Math.round(run.elapsedMs()),
    right: score?.right ?? null,
    asked: score?.of ?? null,
    endedAt: new Date(),
  });
}

/** Null when nothing was predicted that the run can tell. */
export function scoreOf(predictions: Record<string, string>, { answers }: Conclusion): Score | null {
  const told = Object.entries(predictions).filter(([id]) => typeof answers[id] === "string");
  if (told.length === 0) return null;
  return { right: told.filter(([id, value]) => answers[id] === value).length, of: told.length };
}

/** One that says it is running, and is nowhere, went down with its server. */
function stateOf(stored: Pick<StoredRun, "status" | "failure">, live: LiveRun | undefined) {
  if (live) return { status: live.status, failure: live.failure };
  const status = stored.status === "running" ? ("interrupted" as const) : stored.status;
  return { status, failure: stored.failure };
}
