// The two delays of a lane, one above the other, from the instant an act was acknowledged: how long the credential
// was really accepted (a bracket), and how long its mode allows (a hatched bar).

import type { MarkFact, Verdict } from "@/lib/labs/contract";
import { type Axis, xOf } from "./axis";
import { across, down, hatch, n, type Paint, rect, type Shape, TEXT, textWidth } from "./shapes";
import { agreementOf, judgedWords, promisedWords } from "./words";

/** How the two lines lie, pixels. */
export interface DelayLook {
  /** Both lines, with the space between them. */
  height: number;
  measuredY: number;
  promisedY: number;
  /** Half the height of a bracket's ends. */
  tick: number;
  /** The hatched bar's. */
  bar: number;
  /** Do the words stand beside the lines? Where there is room for it they have a column of their own. */
  words: boolean;
}
export const withWords: DelayLook = {
  height: 34,
  measuredY: 7,
  promisedY: 24,
  tick: 4.5,
  bar: 8,
  words: true,
};
export const linesAlone: DelayLook = {
  height: 14,
  measuredY: 4,
  promisedY: 11,
  tick: 4,
  bar: 5,
  words: false,
};
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
  look: DelayLook,
): Shape[] {
  let free = Number.NEGATIVE_INFINITY;
  return verdicts.flatMap((verdict) => {
    const mark = marks.find(({ seq }) => seq === verdict.mark);
    if (!mark || xOf(axis, mark.end) < free) return [];
    const { shapes, end } = pair(verdict, mark, axis, y, look);
    free = end + 12;
    return shapes;
  });
}

function pair(
  verdict: Verdict,
  mark: MarkFact,
  axis: Axis,
  y: number,
  look: DelayLook,
): { shapes: Shape[]; end: number } {
  const from = xOf(axis, mark.end);
  const contradicts = agreementOf(verdict) === "contradicts";
  const paint = contradicts ? "bad" : "ink";
  const measuredWidth = xOf(axis, mark.end + (verdict.measuredMs ?? verdict.watchedMs)) - from;
  const measured: Line = {
    from,
    to: from + measuredWidth,
    y: y + look.measuredY,
    words: [judgedWords(verdict)],
    paint,
    bold: true,
  };
  const { promisedMs } = verdict;
  const promised = promisedWords(verdict);
  const promisedWidth = xOf(axis, mark.end + (promisedMs ?? 0)) - from;
  const promise: Line = {
    from,
    to: from + promisedWidth,
    y: y + look.promisedY,
    words: [`promised: ${promised}`, promised],
    paint: "muted",
    bold: false,
  };
  const lines = [measured, promise];
  const labels = look.words ? lines.map((line) => label(line, axis)) : [];
  const shapes = [
    ...bracket(measured, verdict, xOf(axis, mark.end + (verdict.lastAcceptedMs ?? 0)), look.tick),
    ...(promisedMs === null ? [] : hatched(promise, look)),
    ...labels.flatMap((placed) => placed.shapes),
  ];
  return { shapes, end: Math.max(...lines.map(({ to }) => to), ...labels.map(({ end }) => end)) };
}

/**
 * Solid as long as it was accepted; broken from the last acceptance, `sure`, to the first refusal, because nobody asked
 * in between. An arrow where nothing was refused.
 */
function bracket({ from, to, y, paint }: Line, { measuredMs }: Verdict, sure: number, tick: number): Shape[] {
  const start = down(from, y - tick, y + tick);
  const line = { kind: "path", stroke: paint, strokeWidth: 2 } as const;
  if (to - from < LEAST) return [{ ...line, d: start }];
  if (measuredMs === null)
    return [{ ...line, d: `${start}${across(from, to, y)}M${n(to - 4)} ${n(y - 4)}l4 4-4 4` }];
  return [
    { ...line, d: start + across(from, Math.max(from, sure), y) + down(to, y - tick, y + tick) },
    { ...line, d: across(Math.max(from, sure), to, y), dash: "2 2" },
  ];
}

function hatched({ from, to, y }: Line, { bar }: DelayLook): Shape[] {
  const top = y - bar / 2;
  if (to - from < LEAST)
    return [{ kind: "path", d: down(from, top, top + bar), stroke: "muted", strokeWidth: 2 }];
  return [
    { kind: "path", d: rect(from, top, to - from, bar), stroke: "line-strong", strokeWidth: 1 },
    { kind: "path", d: hatch(from, top, to - from, bar), stroke: "muted", strokeWidth: 1.25 },
  ];
}

/** Beside its line: at the right, else at the left, else in a gap of it. */
function label({ from, to, y, words, paint, bold }: Line, axis: Axis): { shapes: Shape[]; end: number } {
  const right = axis.x + axis.width;
  const text = { kind: "text", y: y + 4.2, size: TEXT, paint, bold, rim: "raised" } as const;
  const fits = words.find((candidate) => to + widthOf(candidate, bold) <= right);
  if (fits) return { shapes: [{ ...text, text: fits, x: to + 7 }], end: to + widthOf(fits, bold) };
  const fitsLeft = words.find((candidate) => from - widthOf(candidate, bold) >= axis.x);
  if (fitsLeft)
    return { shapes: [{ ...text, text: fitsLeft, x: from - 7, anchor: "end" }], end: Math.max(from, to) };
  const last = words.at(-1) ?? "";
  const width = widthOf(last, bold);
  const ground = {
    kind: "path",
    d: rect(right - width - 12, y - 8.5, width + 6, 17),
    fill: "raised",
  } as const;
  return { shapes: [ground, { ...text, text: last, x: right - 10, anchor: "end" }], end: right };
}

const widthOf = (words: string, bold: boolean): number => textWidth(words, TEXT, bold) + 8;
