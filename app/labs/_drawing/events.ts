// What was done, as numbered flags above the lanes: one flag for the same act in all lanes. Every flag has a number
// that never overlaps another; words stand beside it where there is room. The list below the picture has them all.

import type { MarkFact, Recording } from "@/lib/labs/contract";
import { type Axis, xOf } from "./axis";
import { circle, down, type Shape, TEXT, textWidth } from "./shapes";

export interface RunEvent {
  /** From 1, in the order of time. */
  number: number;
  label: string;
  /** Of the first lane. */
  at: number;
  marks: MarkFact[];
}

export interface Flag {
  event: RunEvent;
  x: number;
  /** From 0, next to the lanes. */
  tier: number;
  /** Empty where there is no room for words. */
  words: string;
  side: "left" | "right";
}

/** One act reaches all lanes within this time. */
const TOGETHER_MS = 1000;
const MOST_TIERS = 3;
/** Pixels. */
export const TIER = 22;
export const FLAG = 10;
const GAP = 5;

/** Every exchange is already seen as new credentials; a flag for each would hide what was done. */
const ROUTINE = "journal-refreshed";

export function eventsOf(recording: Recording): RunEvent[] {
  const events: Omit<RunEvent, "number">[] = [];
  const marks = recording.facts
    .filter((fact) => fact.kind === "mark")
    .filter(({ act }) => act !== ROUTINE)
    .sort((a, b) => a.at - b.at);
  for (const mark of marks) {
    const label = mark.ok ? mark.label : `${mark.label} (failed)`;
    const same = events.findLast(
      (event) =>
        event.label === label &&
        mark.at - event.at <= TOGETHER_MS &&
        (isReport(mark) ||
          !event.marks.some(({ lane, device }) => lane === mark.lane && device === mark.device)),
    );
    if (same) same.marks.push(mark);
    else events.push({ label, at: mark.at, marks: [mark] });
  }
  return events.map((event, index) => ({ ...event, number: index + 1 }));
}

/** What the core says of itself: of fifty requests at once it may say the same fifty times. */
const isReport = ({ act }: MarkFact): boolean => act.startsWith("journal-");

/** Places flags from left to right: each in the lowest tier where its number, then its words, have room. */
export function flagsOf(events: readonly RunEvent[], axis: Axis): Flag[] {
  const flags: Flag[] = [];
  const right = axis.x + axis.width;
  const xs = events.map(({ at }) => xOf(axis, at));
  events.forEach((event, index) => {
    const x = xs[index] ?? axis.x;
    const ends = Array.from({ length: MOST_TIERS }, (_, tier) => endOfTier(flags, tier));
    const tier = ends.findIndex((end) => x - FLAG >= end);
    // More acts at one place than tiers: the list below the picture tells them apart.
    if (tier < 0) return;
    const width = textWidth(event.label, TEXT, true) + GAP;
    const next = xs.find((other) => other > x && other - x < FLAG * 2 + width) ?? Number.POSITIVE_INFINITY;
    // With a higher tier free, the next flag gives way; the highest tier has nowhere to send it.
    const limit = tier < MOST_TIERS - 1 ? right : Math.min(right, next - FLAG);
    const fits = x + FLAG + width <= limit;
    const fitsLeft = x - FLAG - width >= Math.max(axis.x, ends[tier] ?? 0);
    const side = !fits && fitsLeft ? "left" : "right";
    flags.push({ event, x, tier, words: fits || fitsLeft ? event.label : "", side });
  });
  return flags;
}

function endOfTier(flags: readonly Flag[], tier: number): number {
  return flags
    .filter((flag) => flag.tier === tier)
    .reduce((end, { x, words, side }) => {
      const text = words && side === "right" ? textWidth(words, TEXT, true) + GAP : 0;
      return Math.max(end, x + FLAG + text + GAP);
    }, Number.NEGATIVE_INFINITY);
}

/** The height of a flag above the lanes, which begin below `tiers` tiers. */
const flagY = (tiers: number, tier: number): number => (tiers - tier) * TIER - TIER / 2;

/** A thin line down from each; drawn first, so that nothing is crossed out by it. */
export function flagLines(flags: readonly Flag[], tiers: number, bottom: number): Shape[] {
  const lines = flags.map(({ x, tier }) => down(x, flagY(tiers, tier), bottom));
  return lines.length > 0
    ? [{ kind: "path", d: lines.join(""), stroke: "line-strong", strokeWidth: 1, dash: "2 3" }]
    : [];
}

export function flagShapes(flags: readonly Flag[], tiers: number): Shape[] {
  return flags.flatMap(({ event, x, tier, words, side }): Shape[] => {
    const y = flagY(tiers, tier);
    const gap = side === "right" ? FLAG + GAP : -FLAG - GAP;
    const anchor = side === "right" ? "start" : "end";
    const ink = { paint: "ink", bold: true, rim: "raised" } as const;
    const number = { size: TEXT, paint: "raised", bold: true, anchor: "middle" } as const;
    const label: Shape = { kind: "text", x: x + gap, y: y + 4.5, text: words, size: TEXT, anchor, ...ink };
    return [
      ...(words ? [label] : []),
      { kind: "path", d: circle(x, y, FLAG), fill: "ink" },
      { kind: "text", x, y: y + 4.5, text: String(event.number), ...number },
    ];
  });
}
