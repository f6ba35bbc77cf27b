// What the facts of a run are called: durations, promises, refusals, scores. Words only, the same on the page, in
// the table and in the exported picture; measures nothing and judges nothing.

import { reasonWords } from "@/app/_ui/words/words";
import type { Question, RunStatus, Score, Verdict } from "@/lib/labs/contract";

export const statusWords: Record<RunStatus, string> = {
  running: "Running",
  finished: "Finished",
  stopped: "Stopped before its end",
  failed: "Failed",
  interrupted: "Interrupted: the server ended while it ran",
};

/** "revoked", "expired": why a request was refused, where there is little room. */
export function reasonInBrief(reason: Verdict["reason"]): string {
  if (reason === "forbidden") return "no longer admin";
  return reason ? reasonWords[reason].short : "refused";
}

/** 118 → "0.12 s", 12340 → "12.3 s", 75000 → "1 min 15 s". */
export function delay(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < 9995) return `${(ms / 1000).toFixed(2)} s`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return seconds % 60 ? `${Math.floor(seconds / 60)} min ${seconds % 60} s` : `${seconds / 60} min`;
}

/** An instant of the run, for a log: "3.05 s". */
export const instant = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;

/** A whole number of seconds without decimals, any other as `delay` writes it. */
const round = (milliseconds: number): string =>
  milliseconds % 1000 === 0 && milliseconds < 60_000 ? `${milliseconds / 1000} s` : delay(milliseconds);

/** What the mode promises: "at once", "within 5 s", "at its expiry, 7.61 s", "no end". */
export function promisedWords({ promised, promisedMs }: Pick<Verdict, "promised" | "promisedMs">): string {
  if (promised === "never") return "no end";
  if (promised === "immediate") return "at once";
  if (promised !== "at_expiry") return `within ${round(promised.withinSeconds * 1000)}`;
  return promisedMs === null ? "at its expiry" : `at its expiry, ${delay(promisedMs)}`;
}

/** What was measured: "0.12 s", or for how long it was still accepted. */
export function measuredWords({ measuredMs, watchedMs }: Pick<Verdict, "measuredMs" | "watchedMs">): string {
  return measuredMs === null ? `still accepted after ${delay(watchedMs)}` : delay(measuredMs);
}

/** The same, with what is wrong about it. */
export const judgedWords = (verdict: Verdict): string =>
  `${measuredWords(verdict)}${agreementOf(verdict) === "contradicts" ? ", against the promise" : ""}`;

export type Agreement = "agrees" | "contradicts" | "open" | "untold";

/**
 * Where an end is promised, only a refusal agrees. "open": nothing was refused yet, and the promised instant has not
 * come. "untold": it has come, and what was to be refused was not shown any more.
 */
export function agreementOf({ agrees, measuredMs, promisedMs, promised, watchedMs }: Verdict): Agreement {
  if (!agrees) return "contradicts";
  if (measuredMs !== null || promised === "never") return "agrees";
  return promisedMs === null || watchedMs < promisedMs ? "open" : "untold";
}

export const agreementWords = (agreement: Agreement, running: boolean): string =>
  ({
    agrees: "Agrees",
    contradicts: "This contradicts what the mode promises",
    open: running ? "Not decided yet" : "Not watched for long enough to tell",
    untold: "This run cannot tell",
  })[agreement];

/** "3 of 4 right"; null where nothing was predicted, or nothing could be told. */
export const scoreWords = (score: Score | null): string | null =>
  score && score.of > 0 ? `${score.right} of ${score.of} right` : null;

export interface Prediction {
  id: string;
  question: string;
  /** Null: left open. */
  yours: string | null;
  /** Null: the run cannot tell. */
  happened: string | null;
  outcome: "right" | "wrong" | "not scored";
}

/** Each question, what was predicted and what happened, in the words of its options. */
export function predictionsOf(
  questions: readonly Question[],
  predictions: Readonly<Record<string, string>>,
  answers: Readonly<Record<string, string | null>>,
): Prediction[] {
  return questions.map(({ id, label, options }) => {
    const labelOf = (value: string | null | undefined) =>
      options.find((option) => option.value === value)?.label ?? null;
    const yours = labelOf(predictions[id]);
    const happened = labelOf(answers[id]);
    const told = yours !== null && happened !== null;
    const outcome = predictions[id] === answers[id] ? "right" : "wrong";
    return { id, question: label, yours, happened, outcome: told ? outcome : "not scored" };
  });
}

/** How long a run that came to its end took: it may be over before its time. */
export const endedAfter = ({
  status,
  elapsedMs,
}: {
  status: RunStatus;
  elapsedMs: number;
}): number | undefined => (status === "finished" ? elapsedMs : undefined);
