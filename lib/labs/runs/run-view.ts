import "server-only";
import type { StoredRun } from "@/lib/stores/lab-runs";
import type { Conclusion, Recording, RunNews, RunSummary, RunView, Score } from "../contract";
import type { LiveRun } from "../engine/live-run";
import type { Lab } from "../lab";
import { concludedOf } from "./conclude";

// A run as its page shows it, from what is stored and what is still going on.

/** Of a run that went down with its server. */
const NOTHING: Recording = { version: 1, lanes: [], devices: [], seconds: 0, facts: [], dropped: 0 };

export interface KnownRun {
  lab: Lab;
  stored: StoredRun;
  /** Of the store; null where nothing is stored yet. */
  recorded: Recording | null;
  live: LiveRun | undefined;
}

export function viewOf({ lab, stored, recorded, live }: KnownRun, mine: boolean): RunView {
  const running = live?.status === "running";
  const { recording, conclusion } = concludedOf(
    { source: live ?? recorded ?? stored, lab, params: stored.params, running },
    live?.recording(0) ?? recorded ?? NOTHING,
  );
  const isDone = (act: string) => recording.facts.some((fact) => fact.kind === "mark" && fact.act === act);
  const acts = running
    ? Object.entries(lab.plan(stored.params).acts ?? {}).filter(([, { once }]) => !once || !isDone(once))
    : [];
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
    recording,
    conclusion,
    score: running ? null : scoreOf(stored.predictions, conclusion),
    acts: acts.map(([name, { label }]) => ({ name, label })),
    live: live !== undefined,
    seq: recording === NOTHING ? 0 : recording.facts.length + recording.dropped + (running ? 0 : 1),
  };
}

/** For who knows the run up to this `seq`. */
export function newsOf(view: RunView, since: number): RunNews {
  if (since <= 0) return view;
  const facts = view.recording.facts.filter(({ seq }) => seq > since);
  const recording = { ...view.recording, facts };
  return { ...view, recording, conclusion: view.seq === since ? null : view.conclusion };
}

export function summaryOf(stored: StoredRun, live: LiveRun | undefined): RunSummary {
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

/** Null when nothing was predicted that the run can tell. */
export function scoreOf(predictions: Record<string, string>, { answers }: Conclusion): Score | null {
  const told = Object.entries(predictions).filter(([id]) => typeof answers[id] === "string");
  if (told.length === 0) return null;
  return { right: told.filter(([id, value]) => answers[id] === value).length, of: told.length };
}

/** A run that is stored as running, but is not in this process, ended with its server. */
function stateOf(stored: Pick<StoredRun, "status" | "failure">, live: LiveRun | undefined) {
  if (live) return { status: live.status, failure: live.failure };
  const status = stored.status === "running" ? ("interrupted" as const) : stored.status;
  return { status, failure: stored.failure };
}
