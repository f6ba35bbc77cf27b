// Where things stand on the timeline, in percent of its width. Pure; draws nothing.

import type { ModeName } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/names";
import { isOver, type PairLog, type Run, SILENCE_MS } from "./log";

export interface Axis {
  start: number;
  length: number;
  /** The right end of what is known: now, or a little after nothing changed any more. */
  edge: number;
  /** False when the picture rests because both halves are refused for good. */
  moving: boolean;
  /** Seconds from the start. */
  ticks: number[];
}

export interface Segment extends Run {
  x: number;
  width: number;
}

/** Lengths the axis may have, in seconds: growing in steps keeps the picture calm. */
const LENGTHS = [15, 20, 30, 45, 60, 90, 120, 180, 300, 450, 600, 900, 1200, 1800, 3600];
const TICK_STEPS = [5, 10, 15, 30, 60, 120, 300, 600];
const MAX_TICKS = 6;
/** How long the picture goes on after the last change when both halves are refused. */
const REST_MS = 6000;
/** A coming expiry is shown when it is near; one far away would squeeze everything else. */
const LOOK_AHEAD_MS = 45_000;

export function axisOf(log: PairLog, now: number): Axis | null {
  const start = startOf(log);
  if (start === null) return null;
  const over = isOver(log);
  const rest = lastChange(log) + REST_MS;
  const edge = Math.max(start, over ? Math.min(now, rest) : now);
  const ahead = Math.max(...MODE_NAMES.map((mode) => nearExpiry(log.expiresAt[mode], edge)), edge + 2000);
  const wanted = (ahead - start) / 1000;
  const seconds = LENGTHS.find((length) => length >= wanted) ?? Math.ceil(wanted / 3600) * 3600;
  const step = TICK_STEPS.find((size) => seconds / size <= MAX_TICKS) ?? 1200;
  const ticks = Array.from({ length: Math.floor(seconds / step) + 1 }, (_, index) => index * step);
  return { start, length: seconds * 1000, edge, moving: !over || now < rest, ticks };
}

export const percent = (axis: Axis, instant: number): number =>
  Math.min(100, Math.max(0, ((instant - axis.start) / axis.length) * 100));

/** The runs of one lane side by side. A silence stays empty: nothing is known of it. */
export function segmentsOf(log: PairLog, mode: ModeName, axis: Axis): Segment[] {
  const runs = log.runs[mode];
  return runs.map((run, index) => {
    const next = runs[index + 1];
    const until = next?.from ?? axis.edge;
    // An answer holds until the next one, unless something was done in between or the silence was long.
    const disturbed =
      next && log.acts.find(({ at, modes }) => at > run.to && at < until && modes.includes(mode));
    const to = until - run.to > SILENCE_MS ? Math.min(run.to, axis.edge) : (disturbed?.at ?? until);
    const x = percent(axis, run.from);
    return { ...run, x, width: Math.max(0, percent(axis, to) - x) };
  });
}

export function startOf({ acts, runs }: PairLog): number | null {
  const issued = acts.find(({ act }) => act === "issue")?.at;
  const first = MODE_NAMES.map((mode) => runs[mode][0]?.from).filter((from) => from !== undefined);
  const all = issued === undefined ? first : [issued, ...first];
  return all.length > 0 ? Math.min(...all) : null;
}

function lastChange({ acts, runs }: PairLog): number {
  return Math.max(0, acts.at(-1)?.at ?? 0, ...MODE_NAMES.map((mode) => runs[mode].at(-1)?.from ?? 0));
}

const nearExpiry = (expiresAt: number | undefined, edge: number): number =>
  expiresAt && expiresAt <= edge + LOOK_AHEAD_MS ? expiresAt + 2000 : 0;
