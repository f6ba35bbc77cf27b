// What came of each lane so far, in words at the right end of its track: what was measured over what is promised, and
// where nothing was to end, how the last request was answered. They stand still while the picture grows.

import type { Device, Verdict } from "@/lib/labs/contract";
import { lastWords, type Seen, type Span } from "./requests";
import { type Paint, type Shape, TEXT, textWidth, wrap } from "./shapes";
import { agreementOf, judgedWords, promisedWords } from "./words";

/** Of the column, pixels. */
export const RESULTS = 196;

const paints: Record<Seen, Paint> = {
  accepted: "ok",
  forbidden: "warn",
  refused: "bad",
  unanswered: "muted",
};

interface Place {
  x: number;
  /** The middle of the line of words. */
  y: number;
}

/** Of several acts in one lane the one that went wrong, else the last; the table has them all. */
export const shownVerdict = (verdicts: readonly Verdict[]): Verdict | undefined =>
  verdicts.find((verdict) => agreementOf(verdict) === "contradicts") ?? verdicts.at(-1);

/** Two lines: the measured delay, and below it the promised one. */
export function delayResult(verdict: Verdict, { x, y }: Place, belowY: number): Shape[] {
  const paint = agreementOf(verdict) === "contradicts" ? "bad" : "ink";
  const promised = promisedWords(verdict);
  return [
    line({ x, y }, judgedWords(verdict), paint, true),
    line({ x, y: belowY }, fitting([`promised: ${promised}`, promised]), "muted"),
  ];
}

/** The same in one line, under the strips of several devices. */
export function delayInOneLine(verdict: Verdict, place: Place): Shape {
  const paint = agreementOf(verdict) === "contradicts" ? "bad" : "ink";
  const words = judgedWords(verdict);
  const alone = verdict.measuredMs === null ? words : `${words} after the end`;
  return line(place, fitting([`${words}, promised ${promisedWords(verdict)}`, alone, words]), paint);
}

/** How the last request of a strip was answered. */
export function lastResult(
  spans: readonly Span[],
  place: Place,
  { isThief }: Pick<Device, "isThief">,
): Shape {
  const seen = spans.at(-1)?.seen;
  const paint = seen === "accepted" && isThief ? "thief" : seen && paints[seen];
  return line(place, lastWords(spans), paint ?? "muted");
}

const fitting = (words: readonly string[]): string =>
  words.find((candidate) => textWidth(candidate, TEXT) <= RESULTS) ?? words.at(-1) ?? "";

const line = ({ x, y }: Place, words: string, paint: Paint, bold = false): Shape => ({
  kind: "text",
  x,
  y: y + 4.5,
  text: textWidth(words, TEXT, bold) <= RESULTS ? words : (wrap(words, TEXT, RESULTS, 1)[0] ?? ""),
  size: TEXT,
  paint,
  bold,
});
