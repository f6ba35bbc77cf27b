"use client";
// The page of one run, alive: everything on it is drawn from the run as it is known now.

import type { ComponentProps, ComponentType } from "react";
import { Alert } from "@/app/_ui/controls/alert";
import { Card } from "@/app/_ui/shell/card";
import type { RunView } from "@/lib/labs/contract";
import { eventsOf } from "../_drawing/events";
import { instant } from "../_drawing/words";
import type { PanelProps } from "../_labs/look";
import { Curl } from "./keep/curl.client";
import { Keep } from "./keep/keep.client";
import { Progress } from "./live/progress.client";
import { useRun } from "./live/use-run.client";
import { Legend, SwimLanes } from "./picture/swim-lanes.client";
import { RunLog } from "./told/log.client";
import { Outcome } from "./told/outcome.client";
import { Predictions } from "./told/predictions.client";
import { Told } from "./told/told.client";
import { VerdictTable } from "./told/verdict-table.client";

interface RunPageProps {
  initial: RunView;
  /** Left out for who only looks. */
  own?: Omit<ComponentProps<typeof Keep>, "run">;
  /** What the predictions are about. */
  predict: string | undefined;
  /** The lab's own. */
  Panel: ComponentType<PanelProps> | undefined;
}

export function RunPage({ initial, own, predict, Panel }: RunPageProps) {
  const state = useRun(initial);
  const { run, knownAt } = state;
  const drawn = run.recording.lanes.length > 0;
  return (
    <div className="grid min-w-0 gap-x-6 gap-y-5">
      <Progress {...state} actions={own?.actions} />
      <Told run={run} />
      <Outcome run={run} />
      <Predictions run={run} predict={predict} />
      <NotKept dropped={run.recording.dropped} />
      {drawn ? <Lanes run={run} knownAt={knownAt} /> : null}
      <VerdictTable run={run} />
      {Panel ? <Panel run={run} /> : null}
      {drawn ? (
        <Card id="log" quiet title="Fact by fact">
          <RunLog recording={run.recording} />
        </Card>
      ) : null}
      {drawn && run.mine && run.live ? <Curl run={run} /> : null}
      {own ? <Keep run={run} {...own} /> : null}
    </div>
  );
}

/** The moment itself: it has the room, and on a projector it is on one screen with the button that stops it. */
function Lanes({ run, knownAt }: { run: RunView; knownAt: number }) {
  return (
    <section
      id="lanes"
      aria-labelledby="lanes-title"
      className="-mt-2 min-w-0 rounded-xl border border-line bg-raised px-4 pt-2 pb-4 shadow-card sm:px-6"
    >
      <h2 id="lanes-title" className="sr-only">
        What each lane answered
      </h2>
      <div className="grid min-w-0 gap-3">
        <SwimLanes run={run} knownAt={knownAt} />
        <Events run={run} />
        <div className="border-t border-line pt-3">
          <Legend run={run} />
        </div>
      </div>
    </section>
  );
}

/** Not announced: the count grows with every answer. */
function NotKept({ dropped }: { dropped: number }) {
  if (dropped === 0) return null;
  const what = dropped === 1 ? "1 request is" : `${dropped} requests are`;
  return (
    <Alert tone="warn" title="This run recorded more than it keeps" live={false}>
      {what} counted, not kept. What is said of its end may be wrong, so nothing is scored.
    </Alert>
  );
}

/** The numbers of the flags, with their words: the same at every width. */
function Events({ run: { recording } }: { run: RunView }) {
  const events = eventsOf(recording);
  return (
    <ol aria-label="What was done" className="flex min-h-6 flex-wrap gap-x-5 gap-y-1.5 text-sm">
      {events.map(({ number, label, at }) => (
        <li key={number} className="flex min-w-0 items-center gap-2">
          <span
            aria-hidden="true"
            className="grid size-5 shrink-0 place-items-center rounded-full bg-ink text-xs font-semibold text-surface tabular-nums"
          >
            {number}
          </span>
          <span className="min-w-0">
            {label} <span className="text-muted tabular-nums">at {instant(at)}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
