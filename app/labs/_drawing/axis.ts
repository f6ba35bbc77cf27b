// Time as a place: where an instant of a run stands on the track, and which instants are written under it.

import type { Recording } from "@/lib/labs/contract";

export interface Axis {
  /** Where the track begins and how wide it is, pixels. */
  x: number;
  width: number;
  /** Milliseconds shown. */
  length: number;
  /** Seconds that get a line and a number. */
  ticks: number[];
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];
const ROOM_OF_A_TICK = 56;

/** The planned time, `endedAfterMs` where a run came to its end before, or more where it took longer. */
export function axisOf(recording: Recording, x: number, width: number, endedAfterMs?: number): Axis {
  const last = recording.facts.reduce((latest, fact) => Math.max(latest, endOf(fact)), 0);
  const length = Math.max(1000, endedAfterMs ?? recording.seconds * 1000, last);
  const most = Math.max(2, width / ROOM_OF_A_TICK);
  const step = STEPS.find((size) => length / 1000 / size <= most) ?? 7200;
  const ticks = Array.from({ length: Math.floor(length / 1000 / step) + 1 }, (_, index) => index * step);
  return { x, width, length, ticks };
}

export const xOf = (axis: Axis, at: number): number =>
  axis.x + (Math.min(axis.length, Math.max(0, at)) / axis.length) * axis.width;

const endOf = (fact: Recording["facts"][number]): number =>
  fact.kind === "mark" ? fact.end : fact.at + fact.took;
