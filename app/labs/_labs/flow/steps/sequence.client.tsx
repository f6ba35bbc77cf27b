"use client";
// A sequence diagram: four who speak to each other, an arrow a row, those of the present step in bold. Drawn in per
// cent, so that it fits a phone and its words keep their size. The text of each step says the same.

import type { ModeName } from "@/lib/auth/contract";

export interface Arrow {
  /** Of the step it belongs to, from 0. */
  step: number;
  /** Indices of `ACTORS`; both the same: work without speaking to anybody. */
  from: number;
  to: number;
  label: string;
  /** Null: both modes do it. */
  mode: ModeName | null;
}

const ACTORS = ["Browser", "Gate", "Server", "Store"] as const;
const LINES = [9, 36, 64, 91] as const;
const HEAD = 30;
const ROW = 27;

const strokes: Record<ModeName, string> = { session: "stroke-session", jwt: "stroke-jwt" };

const at = (index: number): number => LINES[index] ?? 0;

interface SequenceProps {
  arrows: readonly Arrow[];
  current: number;
  /** Of the picture, where it has to stay the same whatever is shown. */
  rows?: number;
}

export function Sequence({ arrows, current, rows = arrows.length }: SequenceProps) {
  const height = HEAD + rows * ROW + 8;
  return (
    <svg className="block w-full overflow-visible" height={height} aria-hidden="true" focusable="false">
      {ACTORS.map((actor, index) => (
        <g key={actor}>
          <line
            x1={`${at(index)}%`}
            x2={`${at(index)}%`}
            y1="22"
            y2={height}
            className="stroke-line-strong"
            strokeDasharray="3 4"
          />
          <text
            x={`${at(index)}%`}
            y="14"
            textAnchor="middle"
            fontSize="13"
            className="fill-ink font-semibold"
          >
            {actor}
          </text>
        </g>
      ))}
      {arrows.map((arrow, index) => (
        <ArrowRow
          key={`${arrow.step} ${arrow.label} ${arrow.mode}`}
          arrow={arrow}
          y={HEAD + index * ROW + 20}
          stroke={strokeOf(arrow, arrow.step === current)}
          bold={arrow.step === current}
        />
      ))}
    </svg>
  );
}

function strokeOf({ mode }: Arrow, isCurrent: boolean): string {
  if (mode) return strokes[mode];
  return isCurrent ? "stroke-ink" : "stroke-line-strong";
}

interface ArrowRowProps {
  arrow: Arrow;
  y: number;
  stroke: string;
  bold: boolean;
}

function ArrowRow({ arrow: { from, to, label }, y, stroke, bold }: ArrowRowProps) {
  const width = bold ? 2.5 : 1.25;
  const right = to > from;
  const place = labelOf(from, to);
  return (
    <g>
      {from === to ? (
        <svg x={`${at(from)}%`} y={y} className="overflow-visible" aria-hidden="true">
          <rect
            x="-6"
            y="-13"
            width="12"
            height="16"
            rx="3"
            className={`fill-raised ${stroke}`}
            strokeWidth={width}
          />
        </svg>
      ) : (
        <>
          <line x1={`${at(from)}%`} x2={`${at(to)}%`} y1={y} y2={y} className={stroke} strokeWidth={width} />
          <svg x={`${at(to)}%`} y={y} className="overflow-visible" aria-hidden="true">
            <path
              d={right ? "M-8-4.500L-1 0l-7 4.500" : "M8-4.500L1 0l7 4.500"}
              className={`fill-none ${stroke}`}
              strokeWidth={width}
            />
          </svg>
        </>
      )}
      <text
        x={place.x}
        dx={place.dx}
        y={from === to ? y - 1 : y - 5}
        textAnchor={place.anchor}
        fontSize="13"
        className={`stroke-raised tabular-nums [paint-order:stroke] ${bold ? "fill-ink font-semibold" : "fill-muted"}`}
        strokeWidth="4"
        strokeLinejoin="round"
      >
        {label}
      </text>
    </g>
  );
}

/** Over the arrow where there is room; at the edges it grows towards the middle. */
function labelOf(from: number, to: number): { x: string; dx: number; anchor: "start" | "middle" | "end" } {
  if (from === to) {
    const left = at(from) > 50;
    return { x: `${at(from)}%`, dx: left ? -12 : 12, anchor: left ? "end" : "start" };
  }
  const last = ACTORS.length - 1;
  if (from === last || to === last) return { x: `${at(last)}%`, dx: -10, anchor: "end" };
  return { x: `${(at(from) + at(to)) / 2}%`, dx: 0, anchor: "middle" };
}
