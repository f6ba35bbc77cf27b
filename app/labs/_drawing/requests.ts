// The requests of one device in one lane as a strip: a tall block for each that was accepted, half a block where the
// role was not enough, a thin line with a cross where it was refused, dashes where nobody answered.

import type { AnswerFact } from "@/lib/labs/contract";
import { type Axis, xOf } from "./axis";
import { across, circle, cross, down, rect, type Shape, textWidth } from "./shapes";
import { reasonInBrief } from "./words";

export type Seen = "accepted" | "forbidden" | "refused" | "unanswered";

export function seenIn({ status, accepted }: Pick<AnswerFact, "status" | "accepted">): Seen {
  if (status === 0 || status >= 500) return "unanswered";
  if (!accepted) return "refused";
  return status === 403 ? "forbidden" : "accepted";
}

export interface Span {
  answer: AnswerFact;
  seen: Seen;
  from: number;
  to: number;
}

export const STRIP = 24;
/** Beyond this, nobody asked: the strip stays empty. */
const SILENCE_MS = 1200;
const USUAL_MS = 250;
const TEXT = 12;
const STOP = 7;

/** Each request lasts until the next, so that a strip without gaps was asked without gaps. */
export function spansOf(answers: readonly AnswerFact[]): Span[] {
  const sorted = [...answers].sort((a, b) => a.at - b.at);
  return sorted.map((answer, index) => {
    const next = sorted[index + 1];
    const gap = next ? next.at - answer.at : USUAL_MS;
    const to = answer.at + (gap > SILENCE_MS ? USUAL_MS : gap);
    return { answer, seen: seenIn(answer), from: answer.at, to };
  });
}

/** One path for each kind: a run of a minute has hundreds of requests. */
export function stripOf(spans: readonly Span[], axis: Axis, y: number): Shape[] {
  const boxes = spans.map((span) => {
    const x = xOf(axis, span.from);
    return { ...span, x, width: Math.max(1, xOf(axis, span.to) - x) };
  });
  const of = (seen: Seen) => boxes.filter((box) => box.seen === seen);
  const middle = y + STRIP / 2;
  const blocks = (seen: Seen, top: number, height: number) =>
    of(seen)
      .map(({ x, width }) => rect(x, top, width >= 3 ? width - 1 : width, height))
      .join("");
  const shapes: Shape[] = [];
  const accepted = blocks("accepted", y, STRIP);
  if (accepted) shapes.push({ kind: "path", d: accepted, fill: "ok" });
  const forbidden = blocks("forbidden", y + STRIP / 2, STRIP / 2);
  if (forbidden) {
    shapes.push({ kind: "path", d: forbidden, fill: "warn" });
    const edges = of("forbidden").map(({ x, width }) => across(x, x + width, y + 1));
    shapes.push({ kind: "path", d: edges.join(""), stroke: "warn", strokeWidth: 2 });
  }
  const ends = stops(spans, axis, y);
  // Nothing is drawn behind a word.
  const refused = of("refused").filter(
    ({ x, width }) => !ends.some(({ words }) => words && x + width > words.from && x < words.to),
  );
  if (refused.length > 0) {
    const lines = refused.map(({ x, width }) => across(x, x + width, middle));
    shapes.push({ kind: "path", d: lines.join(""), stroke: "bad", strokeWidth: 1.5 });
    shapes.push({ kind: "path", d: crosses(refused, middle), stroke: "bad", strokeWidth: 1.5 });
  }
  const silent = of("unanswered").map(({ x, width }) => across(x, x + width, middle));
  if (silent.length > 0)
    shapes.push({ kind: "path", d: silent.join(""), stroke: "muted", strokeWidth: 2, dash: "3 3" });
  return [...shapes, ...renewals(spans, axis, y), ...ends.flatMap((stop) => stop.shapes)];
}

/** A cross for each where there is room, otherwise a small stroke for those between the crosses. */
function crosses(boxes: readonly { x: number; width: number }[], middle: number): string {
  let free = Number.NEGATIVE_INFINITY;
  return boxes
    .map(({ x, width }) => {
      const center = x + width / 2;
      if (center < free) return down(center, middle - 2.5, middle + 2.5);
      free = center + 9;
      return cross(center, middle, 3);
    })
    .join("");
}

/** A dot above each answer that brought new credentials. */
function renewals(spans: readonly Span[], axis: Axis, y: number): Shape[] {
  const dots = spans
    .filter(({ answer }) => answer.renewed)
    .map(({ from }) => circle(xOf(axis, from), y - 4, 2.5));
  return dots.length > 0 ? [{ kind: "path", d: dots.join(""), fill: "ink" }] : [];
}

interface Stop {
  shapes: Shape[];
  /** Where its word stands, if it has room for one. */
  words: { from: number; to: number } | null;
}

/** The instant at which acceptance ended, and why, where there is room for the word. */
function stops(spans: readonly Span[], axis: Axis, y: number): Stop[] {
  const middle = y + STRIP / 2;
  return spans.flatMap((span, index): Stop[] => {
    const before = spans[index - 1];
    // What was never accepted has not ended.
    if (span.seen !== "refused" || !before || before.seen === "refused") return [];
    const x = xOf(axis, span.from);
    const again = spans.slice(index).find(({ seen }) => seen !== "refused");
    const end = again ? xOf(axis, again.from) : axis.x + axis.width;
    const text = reasonInBrief(span.answer.reason);
    const from = x + STOP + 5;
    const to = from + textWidth(text, TEXT) + 6;
    const fits = to <= end;
    const word = {
      kind: "text",
      x: from,
      y: middle + 4.5,
      text,
      size: TEXT,
      paint: "bad",
      bold: true,
    } as const;
    const shapes: Shape[] = [
      { kind: "path", d: circle(x, middle, STOP), fill: "raised", stroke: "bad", strokeWidth: 2 },
      { kind: "path", d: cross(x, middle, 2.8), stroke: "bad", strokeWidth: 2 },
    ];
    return [{ shapes: fits ? [...shapes, word] : shapes, words: fits ? { from, to } : null }];
  });
}

/** For a summary in words: "refused: revoked". */
export const lastWords = (spans: readonly Span[]): string => {
  const last = spans.at(-1);
  if (!last) return "not asked yet";
  if (last.seen === "refused") return `refused: ${reasonInBrief(last.answer.reason)}`;
  return last.seen === "forbidden" ? "accepted, role refused" : last.seen;
};
