// The two delays of a lane, one above the other, from the instant an act was acknowledged: how long the credential
// was really accepted (a bracket), and how long its mode allows (a hatched bar).

import type { MarkFact, Verdict } from "@/lib/labs/contract";
import { type Axis, xOf } from "./axis";
import { across, down, hatch, n, type Paint, rect, type Shape, textWidth } from "./shapes";
import { agreementOf, measuredWords, promisedWords } from "./words";

/** Both lines, with the space between them. */
export const DELAYS = 31;
const TEXT = 12;
/** Shorter than this, a delay is one stroke. */
const LEAST = 6;

interface Line {
  from: number;
  to: number;
  y: number;
  /** The first that has room beside the line; the last in any case. */
  words: string[];
  paint: Paint;
  bold: boolean;
}

/** Of one lane, one after another: of two that would lie on each other, the table has the second. */
export function delaysOf(
  verdicts: readonly Verdict[],
  marks: readonly MarkFact[],
  axis: Axis,
  y: number,
): Shape[] {
  let free = Number.NEGATIVE_INFINITY;
  return verdicts.flatMap((verdict) => {
    const mark = marks.find(({ seq }) => seq === verdict.mark);
    if (!mark || xOf(axis, mark.end) < free) return [];
    const { shapes, end } = pair(verdict, mark, axis, y);
    free = end + 12;
    return shapes;
  });
}

function pair(verdict: Verdict, mark: MarkFact, axis: Axis, y: number): { shapes: Shape[]; end: number } {
  const from = xOf(axis, mark.end);
  const contradicts = agreementOf(verdict) === "contradicts";
  const paint = contradicts ? "bad" : "ink";
  const measuredWidth = xOf(axis, mark.end + (verdict.measuredMs ?? verdict.watchedMs)) - from;
  const words = `${measuredWords(verdict)}${contradicts ? ", against the promise" : ""}`;
  const measured: Line = { from, to: from + measuredWidth, y: y + 7, words: [words], paint, bold: true };
  const { promisedMs } = verdict;
  const promised = promisedWords(verdict);
  const promisedWidth = xOf(axis, mark.end + (promisedMs ?? 0)) - from;
  const promise: Line = {
    from,
    to: from + promisedWidth,
    y: y + 23,
    words: [`promised: ${promised}`, promised],
    paint: "muted",
    bold: false,
  };
  const labels = [measured, promise].map((line) => label(line, axis));
  const shapes = [
    ...bracket(measured, verdict, xOf(axis, mark.end + (verdict.lastAcceptedMs ?? 0))),
    ...(promisedMs === null ? [] : hatched(promise)),
    ...labels.flatMap((placed) => placed.shapes),
  ];
  return { shapes, end: Math.max(...labels.map(({ end }) => end)) };
}

/**
 * Solid as long as it was accepted; broken from the last acceptance, `sure`, to the first refusal, because nobody asked
 * in between. An arrow where nothing was refused.
 */
function bracket({ from, to, y, paint }: Line, { measuredMs }: Verdict, sure: number): Shape[] {
  const start = down(from, y - 4.5, y + 4.5);
  const line = { kind: "path", stroke: paint, strokeWidth: 2 } as const;
  if (to - from < LEAST) return [{ ...line, d: start }];
  if (measuredMs === null)
    return [{ ...line, d: `${start}${across(from, to, y)}M${n(to - 4)} ${n(y - 4)}l4 4-4 4` }];
  return [
    { ...line, d: start + across(from, Math.max(from, sure), y) + down(to, y - 4.5, y + 4.5) },
    { ...line, d: across(Math.max(from, sure), to, y), dash: "2 2" },
  ];
}

function hatched({ from, to, y }: Line): Shape[] {
  if (to - from < LEAST)
    return [{ kind: "path", d: down(from, y - 4.5, y + 4.5), stroke: "muted", strokeWidth: 2 }];
  return [
    { kind: "path", d: rect(from, y - 4, to - from, 8), stroke: "line-strong", strokeWidth: 1 },
    { kind: "path", d: hatch(from, y - 4, to - from, 8), stroke: "muted", strokeWidth: 1.25 },
  ];
}

/** Beside its line: at the right, else at the left, else in a gap of it. */
function label({ from, to, y, words, paint, bold }: Line, axis: Axis): { shapes: Shape[]; end: number } {
  const right = axis.x + axis.width;
  const text = { kind: "text", y: y + 4.2, size: TEXT, paint, bold } as const;
  const fits = words.find((candidate) => to + widthOf(candidate) <= right);
  if (fits) return { shapes: [{ ...text, text: fits, x: to + 7 }], end: to + widthOf(fits) };
  const fitsLeft = words.find((candidate) => from - widthOf(candidate) >= axis.x);
  if (fitsLeft)
    return { shapes: [{ ...text, text: fitsLeft, x: from - 7, anchor: "end" }], end: Math.max(from, to) };
  const last = words.at(-1) ?? "";
  const width = widthOf(last);
  const ground = { kind: "path", d: rect(right - width - 12, y - 8, width + 6, 16), fill: "raised" } as const;
  return { shapes: [ground, { ...text, text: last, x: right - 10, anchor: "end" }], end: right };
}

const widthOf = (words: string): number => textWidth(words, TEXT) + 8;
