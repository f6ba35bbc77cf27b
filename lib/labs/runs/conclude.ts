import "server-only";
import type { Conclusion, JsonObject, Recording } from "../contract";
import type { Lab } from "../lab";

// What follows from a recording, once for each state of it: a page asks twice a second, and thirty people may have
// it open. Where a part was not kept, only what was seen is told.

/** What was recorded up to a moment, and what follows from it. */
export interface Concluded {
  recording: Recording;
  conclusion: Conclusion;
}
interface Remembered extends Concluded {
  of: string;
  /** `performance.now()` until when it may stand for a run that goes on. */
  until: number;
}
const remembered = new WeakMap<object, Remembered>();

/** A run of so many facts takes milliseconds to conclude. */
export const LONG = 1000;
/** While it goes on, it takes this part of a core at most, whoever watches it. */
const SHARE = 0.05;

/**
 * `source`: what was recorded, the same object each time; for as long as it lives this is remembered. While a
 * long run goes on, an earlier state of it may be handed out, a fraction of a second old.
 */
export function concludedOf(
  run: { source: object; lab: Lab; params: JsonObject; running: boolean },
  recording: Recording,
): Concluded {
  const of = [recording.facts.length, recording.dropped, recording.seconds].join();
  const known = remembered.get(run.source);
  if (known && (known.of === of || (run.running && performance.now() < known.until))) return known;
  const begun = performance.now();
  const conclusion = concludeRun(run.lab, recording, run.params);
  const took = performance.now() - begun;
  const until = recording.facts.length < LONG ? 0 : begun + took / SHARE;
  const concluded = { of, recording, conclusion, until };
  remembered.set(run.source, concluded);
  return concluded;
}

/**
 * With facts that were not kept no question is answered, and no lane counts as accepted to the end: nobody knows
 * what was answered last.
 */
export function concludeRun(lab: Lab, recording: Recording, params: JsonObject): Conclusion {
  const conclusion = lab.conclude(recording, params);
  if (recording.dropped === 0) return conclusion;
  return {
    ...conclusion,
    verdicts: conclusion.verdicts.filter(({ measuredMs, agrees }) => measuredMs !== null || !agrees),
    answers: Object.fromEntries(Object.keys(conclusion.answers).map((question) => [question, null])),
  };
}
