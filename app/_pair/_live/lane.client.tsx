"use client";
// One lane: a tall bar while the half was accepted, a thin crossed line while it was refused, dashes where
// nobody answered, nothing where nobody asked. Positions are SVG attributes: the CSP allows no style.

import { useId } from "react";
import type { ModeName } from "@/lib/auth/contract";
import { type Axis, percent, type Segment, segmentsOf } from "./axis";
import type { Act, PairLog } from "./log";
import { Acts, at, Expiry, Stop } from "./marks.client";

interface LaneProps {
  mode: ModeName;
  log: PairLog;
  axis: Axis;
  ending: Act | undefined;
}

export function LaneBar({ mode, log, axis, ending }: LaneProps) {
  const hatch = useId();
  const segments = segmentsOf(log, mode, axis);
  const acts = log.acts.filter(({ modes }) => modes.includes(mode));
  const expiry = log.expiresAt[mode];
  return (
    <svg className="h-15 w-full overflow-visible" aria-hidden="true">
      <defs>
        <pattern id={hatch} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="2.5" height="7" className="fill-warn" />
        </pattern>
      </defs>
      <rect width="100%" height="28" y="26" rx="3" className="fill-sunken" />
      {segments.map((segment) => (
        <Bar key={segment.from} segment={segment} />
      ))}
      {ending ? <Exposed segments={segments} axis={axis} ended={ending.at} fill={`url(#${hatch})`} /> : null}
      {expiry ? <Expiry axis={axis} expiresAt={expiry} /> : null}
      {segments.map((segment, index) => {
        const stopped = segment.seen === "refused" && segments[index - 1]?.seen === "accepted";
        const room = (segments[index + 1]?.x ?? 100) - segment.x;
        return stopped ? <Stop key={segment.from} segment={segment} room={room} ending={ending} /> : null;
      })}
      <Acts acts={acts} mode={mode} axis={axis} />
      {axis.moving ? <Now x={percent(axis, axis.edge)} /> : null}
    </svg>
  );
}

function Bar({ segment: { seen, x, width } }: { segment: Segment }) {
  if (seen === "accepted")
    return <rect x={at(x)} width={at(width)} y="26" height="28" className="fill-ok" fillOpacity="0.8" />;
  if (seen === "refused")
    return <rect x={at(x)} width={at(width)} y="38.5" height="3" className="fill-bad" />;
  return (
    <line
      x1={at(x)}
      x2={at(x + width)}
      y1="40"
      y2="40"
      className="stroke-muted"
      strokeWidth="2"
      strokeDasharray="3 4"
    />
  );
}

interface ExposedProps {
  segments: Segment[];
  axis: Axis;
  ended: number;
  fill: string;
}

/** What was accepted, by an answer really given, after it was ended: the same bar, hatched. */
function Exposed({ segments, axis, ended, fill }: ExposedProps) {
  return segments
    .filter(({ seen, to }) => seen === "accepted" && to >= ended)
    .map(({ from, x, width }) => {
      const start = Math.max(x, percent(axis, ended));
      const place = { x: at(start), y: "26", width: at(Math.max(0, x + width - start)), height: "28" };
      return (
        <g key={from}>
          <rect {...place} className="fill-warn-soft" />
          <rect {...place} fill={fill} />
        </g>
      );
    });
}

function Now({ x }: { x: number }) {
  return (
    <line
      x1={at(x)}
      x2={at(x)}
      y1="20"
      y2="72"
      className="stroke-ink"
      strokeWidth="1"
      strokeDasharray="2 2"
    />
  );
}
