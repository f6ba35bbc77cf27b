// What the steps took: each was measured several times, so each has a median, a spread, and what its first time cost.

import type { TraceStep } from "@/lib/auth/contract";
import type { Flow, Round } from "@/lib/labs/flow/recorded";

/** Microseconds, in the order in which they were measured; the first one is the first of its kind in this run. */
export type Times = readonly number[];

export interface MeasuredStep extends TraceStep {
  times: Times;
}

/** Some steps of one round. */
export type Part = (round: Round) => readonly TraceStep[];

/** The steps of the first round with the times of all. A round with other steps is left out. */
export function measured({ rounds }: Flow, part: Part): MeasuredStep[] {
  const [first, ...again] = rounds.map(part);
  if (!first) return [];
  const alike = again.filter(
    (steps) => steps.length === first.length && steps.every(({ name }, at) => name === first[at]?.name),
  );
  return first.map((step, at) => ({
    ...step,
    times: [step, ...alike.flatMap((steps) => steps[at] ?? [])].map(({ microseconds }) => microseconds),
  }));
}

/** What some steps took together, once for each round. */
export const sums = ({ rounds }: Flow, part: Part): Times =>
  rounds.map((round) => part(round).reduce((sum, { microseconds }) => sum + microseconds, 0));

export function medianOf(times: Times): number {
  const sorted = [...times].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** So much more than the median is no chance any more. */
const NOTABLE = 1.5;

/** What the first time cost, where it cost notably more than usual. */
export function firstCost(times: Times): number | null {
  const [first = 0, ...again] = times;
  return again.length > 0 && first > NOTABLE * medianOf(times) ? first : null;
}

/** "12–15 ms": from the shortest to the longest after the first. Null where it was measured once. */
export function spreadWords([, ...again]: Times): string | null {
  if (again.length === 0) return null;
  const [least, most] = [Math.min(...again), Math.max(...again)].map(timeWords);
  return least === most ? `${most}` : `${least} to ${most}`;
}

/** 3.42 → "3.4 µs", 240 → "240 µs", 1234.5 → "1.2 ms", 41200 → "41 ms". */
export function timeWords(microseconds: number): string {
  const [value, unit] = microseconds < 1000 ? [microseconds, "µs"] : [microseconds / 1000, "ms"];
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)}\u00a0${unit}`;
}

/** A line from one power of ten to another. */
export interface Scale {
  from: number;
  to: number;
}

/** Wide enough for all of them; never shorter than a hundredfold. */
export function scaleOf(times: Times): Scale {
  const shown = times.filter((time) => time > 0);
  const from = Math.floor(Math.log10(Math.max(0.1, Math.min(...shown))));
  const to = Math.ceil(Math.log10(Math.max(10, ...shown)));
  return { from, to: Math.max(to, from + 2) };
}

/** Per cent of the line. */
export function placeOf(time: number, { from, to }: Scale): number {
  const share = (Math.log10(Math.max(10 ** from, time)) - from) / (to - from);
  return Math.min(1, share) * 100;
}

export const decadesOf = ({ from, to }: Scale): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index));
