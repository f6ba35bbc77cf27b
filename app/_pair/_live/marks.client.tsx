"use client";
// The marks on a lane: what was done, the instant it stopped, the expiry that lies ahead. A label shows only
// where it has room; the table under the timeline always has the words.

import { duration, reasonWords } from "@/app/_ui/words/words";
import type { ModeName } from "@/lib/auth/contract";
import { actMark } from "./act-words";
import { type Axis, percent, type Segment } from "./axis";
import type { Act } from "./log";

/** A position as SVG takes it; the content security policy allows no style. */
export const at = (value: number): string => `${value.toFixed(2)}%`;

/** Percent of the width that a label needs, and needs on a phone. */
const ROOM = 12;
const ROOM_ON_PHONE = 34;
/** From here on a label stands to the left of its mark. */
const LATE = 82;

interface LabelProps {
  /** Percent: where the mark is, and how far the next thing is away. */
  x: number;
  room: number;
  y: number;
  gap: number;
  className: string;
  children: string;
}

/** Text beside a mark, with a rim of the ground's color so that lines behind it do not disturb. */
function Label({ x, room, y, gap, className, children }: LabelProps) {
  if (room < ROOM) return null;
  const late = x > LATE;
  return (
    <text
      x={late ? -gap : gap}
      y={y}
      fontSize="13"
      textAnchor={late ? "end" : "start"}
      strokeWidth="4"
      strokeLinejoin="round"
      paintOrder="stroke"
      className={`font-medium tabular-nums ${room < ROOM_ON_PHONE ? "max-sm:hidden" : ""} ${className}`}
    >
      {children}
    </text>
  );
}

export function Acts({ acts, mode, axis }: { acts: Act[]; mode: ModeName; axis: Axis }) {
  const marks = acts.map((act) => ({ act, x: percent(axis, act.at) }));
  return marks.map(({ act, x }, index) => {
    const before = x - (marks[index - 1]?.x ?? -100);
    const after = (marks[index + 1]?.x ?? 200) - x;
    return (
      <g key={act.id}>
        <line x1={at(x)} x2={at(x)} y1="14" y2="58" className="stroke-ink" strokeWidth="1.5" />
        <svg x={at(x)} y="9" overflow="visible" aria-hidden="true">
          <path d="M0-5L5 0 0 5-5 0z" className="fill-ink" />
          <Label x={x} room={x > LATE ? before : after} y={4} gap={9} className="fill-ink stroke-raised">
            {actMark[act.act][mode]}
          </Label>
        </svg>
      </g>
    );
  });
}

interface StopProps {
  segment: Segment;
  room: number;
  ending: Act | undefined;
}

/** The instant a half stopped working, and how long that was after it was ended. */
export function Stop({ segment: { x, reason, from }, room, ending }: StopProps) {
  const words = [reason ? reasonWords[reason].short : "refused"];
  if (ending && from >= ending.at) words.push(`+${duration(from - ending.at)}`);
  return (
    <g className="text-bad">
      <line x1={at(x)} x2={at(x)} y1="22" y2="58" stroke="currentColor" strokeWidth="2" />
      <svg x={at(x)} y="40" overflow="visible" aria-hidden="true">
        <circle r="7.5" className="fill-raised" stroke="currentColor" strokeWidth="2" />
        <path d="M-3-3L3 3M3-3L-3 3" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
        <Label x={x} room={room} y={13} gap={13} className="fill-bad stroke-sunken">
          {words.join(", ")}
        </Label>
      </svg>
    </g>
  );
}

/** The instant the credential names itself, while it still lies ahead. */
export function Expiry({ axis, expiresAt }: { axis: Axis; expiresAt: number }) {
  if (expiresAt <= axis.edge || expiresAt > axis.start + axis.length) return null;
  const x = percent(axis, expiresAt);
  return (
    <g>
      <line
        x1={at(x)}
        x2={at(x)}
        y1="22"
        y2="58"
        className="stroke-muted"
        strokeWidth="1.5"
        strokeDasharray="3 3"
      />
      <svg x={at(x)} y="44" overflow="visible" aria-hidden="true">
        <Label x={x} room={100} y={0} gap={7} className="fill-muted stroke-sunken">
          expires
        </Label>
      </svg>
    </g>
  );
}
