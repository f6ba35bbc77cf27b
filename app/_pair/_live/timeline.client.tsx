"use client";

// The two lanes, with what they amount to in numbers and words, and what can be done to both halves.

import type { ReactNode } from "react";
import { ActStatus } from "./act-status.client";
import { startOf } from "./axis";
import { History } from "./history.client";
import { type FirstLooks, Lanes } from "./lanes.client";
import { useScene } from "./pair-scene.client";
import { useLog, useServerNow } from "./store.client";
import { type Story, tell } from "./story";

interface TimelineProps {
  first: FirstLooks;
  /** The button that starts the drama. */
  start: ReactNode;
  /** What else can be done. */
  children: ReactNode;
}

export function Timeline({ first, start, children }: TimelineProps) {
  const { pairId } = useScene();
  const log = useLog(pairId);
  const now = useServerNow(log);
  const began = now === null ? null : startOf(log);
  const story = tell(log, now ?? 0);
  return (
    <div className="grid min-w-0 gap-3">
      <div className="grid min-w-0 items-center gap-x-6 gap-y-2 max-sm:grid-cols-[auto_1fr] sm:grid-cols-[auto_1fr_auto]">
        {start}
        <p className="min-h-[4.7em] max-w-3xl content-center font-medium tabular-nums max-sm:order-last max-sm:col-span-2 sm:min-h-[2.75em] sm:text-lg sm:leading-snug">
          {now === null ? <WithoutScript /> : story.words}
        </p>
        <Exposure story={story} />
      </div>
      <Lanes first={first} story={story} now={now} />
      {children}
      <ActStatus />
      {began === null ? null : <History log={log} start={began} />}
    </div>
  );
}

function WithoutScript() {
  return (
    <noscript>
      The timeline needs JavaScript. Without it, the page shows how things stood when it was made.
    </noscript>
  );
}

/** The number this is about. Hidden from assistive technology: the sentence beside it says the same. */
export function Exposure({ story: { exposure, fates } }: { story: Story }) {
  const stopped = Object.values(fates).some(({ kind }) => kind === "stopped");
  const text = exposure ? (exposure.milliseconds / 1000).toFixed(1) : "0.0";
  const look = exposure ? "text-warn" : stopped ? "text-ok" : "text-muted";
  return (
    <div className="needs-js grid text-right sm:w-44" aria-hidden="true">
      <p className={`font-mono text-3xl font-medium tracking-tight tabular-nums ${look}`}>
        {text}
        <span className="ml-1 text-lg">s</span>
      </p>
      <p className="text-sm text-muted">accepted after the end</p>
    </div>
  );
}
