"use client";
// One sign-in's life along the lab's time, and the axis under all of them. Drawn in per cent, so that it fits every
// width and its words keep their size.

import { useId } from "react";
import { describeSeconds } from "@/app/_ui/words/modes";
import type { ClockLine } from "@/lib/labs/clock/shared/line";

/** Per cent of the width at an instant of the lab's time. */
export type Scale = (milliseconds: number) => number;

const MINUTE = 60_000;
const TICKS = [1, 10, 60, 360, 720, 2880, 10_080, 43_200, 129_600].map((minutes) => minutes * MINUTE);
/** Room for the words of the last tick. */
const WIDTH = 94;
const START = 3;
const ROOM_OF_A_TICK = 16;

/** A quarter of an hour and a month on one line: each step is longer than the one before. */
export function scaleOf(lines: readonly ClockLine[], now: number): Scale {
  const stretched = (milliseconds: number) => Math.log1p(Math.max(0, milliseconds) / MINUTE);
  const longest = Math.max(MINUTE, now, ...lines.flatMap(({ end, refusedAt }) => [end.at, refusedAt ?? 0]));
  return (milliseconds) =>
    START + Math.min(1, stretched(milliseconds) / stretched(longest)) * (WIDTH - START);
}

const percent = (value: number): string => `${value.toFixed(2)}%`;

export function LabTimeTrack({ line, now, scale }: { line: ClockLine; now: number; scale: Scale }) {
  const hatch = useId();
  const { end, lastAcceptedAt, refusedAt } = line;
  const start = scale(0);
  const accepted = Math.max(0, lastAcceptedAt ?? 0);
  const inOrder = scale(Math.min(accepted, end.at)) - start;
  const late = scale(accepted) - scale(end.at);
  return (
    <svg className="h-6 w-full overflow-visible" aria-hidden="true" focusable="false">
      <rect
        x={percent(start)}
        y="8"
        width={percent(scale(now) - start)}
        height="8"
        rx="2"
        className="fill-sunken"
      />
      <rect x={percent(start)} y="8" width={percent(inOrder)} height="8" rx="2" className="fill-ok" />
      {line.agrees || late <= 0 ? null : (
        <>
          <pattern
            id={hatch}
            width="5"
            height="5"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <path d="M0 0V5" className="stroke-warn" strokeWidth="4" />
          </pattern>
          <rect
            x={percent(scale(end.at))}
            y="8"
            width={percent(late)}
            height="8"
            fill={`url(#${hatch})`}
            className="stroke-warn"
          />
        </>
      )}
      <circle cx={percent(start)} cy="12" r="4" className="fill-ok" />
      <line
        x1={percent(scale(end.at))}
        x2={percent(scale(end.at))}
        y1="1"
        y2="23"
        className="stroke-ink"
        strokeWidth="2.5"
      />
      {refusedAt === null ? null : (
        <svg x={percent(scale(refusedAt))} y="12" className="overflow-visible" aria-hidden="true">
          <circle r="7" className="fill-raised stroke-bad" strokeWidth="2" />
          <path d="M-3-3l6 6M3-3l-6 6" className="stroke-bad" strokeWidth="2" strokeLinecap="round" />
        </svg>
      )}
    </svg>
  );
}

export function LabTimeAxis({ scale }: { scale: Scale }) {
  const ticks: number[] = [];
  for (const tick of TICKS) {
    const x = scale(tick);
    const before = ticks.at(-1);
    if (x < WIDTH && x - (before === undefined ? START : scale(before)) >= ROOM_OF_A_TICK) ticks.push(tick);
  }
  return (
    <svg className="h-6 w-full overflow-visible" aria-hidden="true" focusable="false">
      <line
        x1={percent(START)}
        x2={percent(WIDTH)}
        y1="1"
        y2="1"
        className="stroke-line-strong"
        strokeWidth="1"
      />
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={percent(scale(tick))}
            x2={percent(scale(tick))}
            y1="1"
            y2="6"
            className="stroke-line-strong"
          />
          <text
            x={percent(scale(tick))}
            y="20"
            textAnchor="middle"
            fontSize="13"
            className="fill-muted tabular-nums"
          >
            {describeSeconds(tick / 1000)}
          </text>
        </g>
      ))}
    </svg>
  );
}
