"use client";

// The two lanes under both halves, drawn from the log alone, with what they amount to in numbers and words.

import type { ReactNode } from "react";
import { modeLook } from "@/app/_ui/words/modes";
import { MODE_NAMES } from "@/lib/auth/names";
import { ActStatus } from "./act-status.client";
import { axisOf, percent } from "./axis";
import { History } from "./history.client";
import { Lane } from "./lane.client";
import { useScene } from "./pair-scene.client";
import { useLog, useServerNow } from "./store.client";
import { type Story, tell } from "./story";

const REDRAW_MS = 200;
/** When nothing counts up any more. */
const SLOW_REDRAW_MS = 1000;

/** `children`: the button that starts the drama. */
export function Timeline({ children }: { children: ReactNode }) {
  const { pairId } = useScene();
  const log = useLog(pairId);
  const over = MODE_NAMES.every((mode) => log.runs[mode].at(-1)?.seen === "refused");
  const now = useServerNow(over ? SLOW_REDRAW_MS : REDRAW_MS);
  const axis = now === null ? null : axisOf(log, now);
  const story = tell(log, now ?? 0);
  return (
    <div className="grid min-w-0 gap-5">
      <div className="grid min-w-0 items-start gap-x-6 gap-y-4 sm:grid-cols-[9.5rem_1fr] lg:grid-cols-[9.5rem_1fr_auto]">
        <Exposure story={story} />
        <p className="max-w-3xl min-h-[3.1em] font-medium tabular-nums sm:text-lg">
          {now === null ? <WithoutScript /> : story.words}
        </p>
        <div className="grid gap-2 sm:col-start-2 sm:justify-self-start lg:col-start-3">{children}</div>
      </div>
      {axis ? (
        <div className="grid min-w-0 gap-3" role="img" aria-label={`Timeline. ${story.words}`}>
          {MODE_NAMES.map((mode) => (
            <Lane key={mode} mode={mode} log={log} axis={axis} ending={story.endings[mode]} />
          ))}
          <Ticks
            ticks={axis.ticks}
            length={axis.length / 1000}
            edge={percent(axis, axis.edge)}
            moving={axis.moving}
          />
        </div>
      ) : null}
      <ActStatus />
      {axis ? <History log={log} start={axis.start} /> : null}
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
    <div className="needs-js grid" aria-hidden="true">
      <p className={`font-mono text-4xl font-medium tracking-tight tabular-nums sm:text-right ${look}`}>
        {text}
        <span className="ml-1 text-xl">s</span>
      </p>
      <p className="text-sm text-muted sm:text-right">
        {exposure
          ? `${modeLook[exposure.mode].label} accepted after it was ended`
          : "accepted after it was ended"}
      </p>
    </div>
  );
}

interface TicksProps {
  ticks: number[];
  /** Seconds. */
  length: number;
  /** Percent. */
  edge: number;
  moving: boolean;
}

export function Ticks({ ticks, length, edge, moving }: TicksProps) {
  return (
    <svg className="h-6 w-full overflow-visible" aria-hidden="true">
      <line x1="0" x2="100%" y1="0.5" y2="0.5" className="stroke-line-strong" />
      {ticks.map((second) => {
        const x = `${((second / length) * 100).toFixed(2)}%`;
        return (
          <g key={second}>
            <line x1={x} x2={x} y1="0" y2="5" className="stroke-line-strong" />
            <text
              x={x}
              y="19"
              fontSize="13"
              textAnchor={anchor(second / length)}
              className="fill-muted tabular-nums"
            >
              {tickWords(second)}
            </text>
          </g>
        );
      })}
      {moving ? <circle cx={`${edge.toFixed(2)}%`} cy="0.5" r="3.5" className="fill-ink" /> : null}
    </svg>
  );
}

/** Labels at the ends stay inside. */
const anchor = (share: number) => (share === 0 ? "start" : share > 0.98 ? "end" : "middle");

const tickWords = (seconds: number): string =>
  seconds === 0 ? "issued" : seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
