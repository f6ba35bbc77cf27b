// The requests of one device in one lane as a strip: a tall block for each that was accepted, striped where that was
// after its end, half a block where the role was not enough, a thin line with a cross where it was refused, dashes where
// nobody answered.

import type { AnswerFact, Device, MarkFact, Verdict } from "@/lib/labs/contract";
import { type Axis, xOf } from "./axis";
import { across, circle, cross, down, hatch, rect, type Shape, TEXT, textWidth } from "./shapes";
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

/** Beyond this, nobody asked: the strip stays empty. */
const SILENCE_MS = 1200;
const USUAL_MS = 250;
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

/** When something was accepted though it had been ended, in milliseconds of the run. */
export interface Late {
  after: number;
  until: number;
}

/**
 * From the acknowledgement of what was to end it to the last acceptance. What somebody did concerns the device that the
 * verdict is about; what nobody did, as a family that the server revokes, concerns all in the lane.
 */
export function latesOf(
  verdicts: readonly Verdict[],
  marks: readonly MarkFact[],
  device: string,
  answers: readonly AnswerFact[],
): Late[] {
  return verdicts.flatMap((verdict) => {
    const mark = marks.find((one) => one.seq === verdict.mark);
    if (!mark || verdict.promisedMs === null) return [];
    const isAbout = verdict.device === device;
    if (!isAbout && mark.device !== null) return [];
    const lasted = isAbout ? verdict.lastAcceptedMs : lastOfOld(answers, mark);
    return lasted === null ? [] : [{ after: mark.end, until: mark.end + lasted }];
  });
}

/** Until it was refused, or got new credentials. Null: nothing was accepted any more. */
function lastOfOld(answers: readonly AnswerFact[], mark: MarkFact): number | null {
  const after = answers.filter(({ at }) => at > mark.end).sort((a, b) => a.at - b.at);
  const stop = after.findIndex((answer) => answer.renewed || seenIn(answer) === "refused");
  const last = after.slice(0, stop < 0 ? after.length : stop).findLast((answer) => answer.accepted);
  return last ? last.at - mark.end : null;
}

/** Where a strip is drawn. */
export interface StripFrame {
  axis: Axis;
  y: number;
  height: number;
  /** Nothing is drawn of what has not come yet: until here, pixels. */
  until: number;
}

/** One path for each kind: a run of a minute has hundreds of requests. */
export function stripOf(
  spans: readonly Span[],
  frame: StripFrame,
  { lates, isThief }: { lates: readonly Late[] } & Pick<Device, "isThief">,
): Shape[] {
  const { axis, y, height: tall } = frame;
  const boxes = spans.map((span) => {
    const x = xOf(axis, span.from);
    return { ...span, x, width: Math.max(1, xOf(axis, span.to) - x) };
  });
  const of = (seen: Seen) => boxes.filter((box) => box.seen === seen);
  const middle = y + tall / 2;
  const block = ({ x, width }: { x: number; width: number }, top: number, height: number) =>
    rect(x, top, width >= 3 ? width - 1 : width, height);
  const shapes: Shape[] = [];
  const isLate = ({ from }: Span) => lates.some(({ after, until }) => from > after && from <= until);
  const accepted = of("accepted").filter((box) => !isLate(box));
  if (accepted.length > 0)
    shapes.push({
      kind: "path",
      d: accepted.map((box) => block(box, y, tall)).join(""),
      fill: isThief ? "thief" : "ok",
    });
  shapes.push(...striped(of("accepted").filter(isLate), y, tall));
  const forbidden = of("forbidden")
    .map((box) => block(box, y + tall / 2, tall / 2))
    .join("");
  if (forbidden) {
    shapes.push({ kind: "path", d: forbidden, fill: "warn" });
    const edges = of("forbidden").map(({ x, width }) => across(x, x + width, y + 1));
    shapes.push({ kind: "path", d: edges.join(""), stroke: "warn", strokeWidth: 2 });
  }
  const ends = stops(spans, frame);
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

/** Accepted after its end: the same block, striped, and never in the colour of what is in order. */
function striped(boxes: readonly { x: number; width: number }[], y: number, tall: number): Shape[] {
  if (boxes.length === 0) return [];
  const within = boxes.map(({ x, width }) => ({ x: x + 0.75, width: Math.max(1, width - 2.5) }));
  return [
    {
      kind: "path",
      d: within.map(({ x, width }) => rect(x, y + 0.75, width, tall - 1.5)).join(""),
      fill: "raised",
      stroke: "warn",
      strokeWidth: 1.5,
    },
    {
      kind: "path",
      d: within.map(({ x, width }) => hatch(x, y + 0.75, width, tall - 1.5)).join(""),
      stroke: "warn",
      strokeWidth: 2,
    },
  ];
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
    .map(({ from }) => circle(xOf(axis, from), y - 3.5, 2.5));
  return dots.length > 0 ? [{ kind: "path", d: dots.join(""), fill: "ink" }] : [];
}

interface Stop {
  shapes: Shape[];
  /** Where its word stands, if it has room for one. */
  words: { from: number; to: number } | null;
}

/** The instant at which acceptance ended, and why, where there is room for the word. */
function stops(spans: readonly Span[], { axis, y, height, until }: StripFrame): Stop[] {
  const middle = y + height / 2;
  return spans.flatMap((span, index): Stop[] => {
    const before = spans[index - 1];
    // What was never accepted has not ended.
    if (span.seen !== "refused" || !before || before.seen === "refused") return [];
    const x = xOf(axis, span.from);
    const again = spans.slice(index).find(({ seen }) => seen !== "refused");
    const end = again ? xOf(axis, again.from) : until;
    const text = reasonInBrief(span.answer.reason);
    const from = x + STOP + 5;
    const to = from + textWidth(text, TEXT, true) + 6;
    const fits = to <= end;
    const word = {
      kind: "text",
      x: from,
      y: middle + 4.5,
      text,
      size: TEXT,
      paint: "bad",
      bold: true,
      rim: "sunken",
    } as const;
    const shapes: Shape[] = [
      { kind: "path", d: circle(x, middle, STOP), fill: "raised", stroke: "bad", strokeWidth: 2 },
      { kind: "path", d: cross(x, middle, 2.8), stroke: "bad", strokeWidth: 2 },
    ];
    return [{ shapes: fits ? [...shapes, word] : shapes, words: fits ? { from, to } : null }];
  });
}

/** How the last answer was, in words: "refused: revoked". */
export function lastWords(spans: readonly Span[]): string {
  const last = spans.at(-1);
  if (!last) return "not asked yet";
  if (last.seen === "refused") return `refused: ${reasonInBrief(last.answer.reason)}`;
  if (last.seen === "unanswered") return "no answer";
  return last.seen === "forbidden" ? "accepted, role refused" : last.seen;
}
