import { z } from "zod";
import type { Conclusion, MarkFact, RecordedLane, Recording } from "./contract";
import { isThrough, type Promised, toldIn, verdictOf } from "./delay";

// What labs have in common in which one thing happens, once, while one device goes on asking for one resource in
// every lane: when it happens, for how long it is watched, and what follows from the record.

export const EVENT_AT_MS = 2000;
/** After the last promise that can be watched to its end. */
const AFTER_SECONDS = 2;
export const PROBE_EVERY_MS = 250;
/** What the predictions are about: the first request from then on, if it was sent soon. */
const PREDICTED_AFTER_MS = 1000;
const SOON_MS = 1000;

export interface Watched {
  recording: Recording;
  /** The act's name in its mark. */
  act: string;
  device: string;
  resource: string;
  promised(lane: RecordedLane): Promised;
  /** The values of the predictions. */
  through: string;
  refused: string;
}

/** A lane in which the event was not done, or that was not asked since, has no verdict. */
export function concludeEvent(watched: Watched): Conclusion {
  const { recording, act, promised } = watched;
  const lanes = recording.lanes.map((lane) => ({ lane, mark: markOf(recording, lane.id, act) }));
  const verdicts = lanes.flatMap(({ lane, mark }) => {
    const asked = mark && toldIn({ ...watched, lane }).some((answer) => answer.at >= mark.end);
    return asked ? [verdictOf({ ...watched, lane, mark, promised: promised(lane) })] : [];
  });
  const answers = lanes.map(({ lane, mark }) => [lane.id, mark ? afterwards(watched, lane, mark) : null]);
  return { verdicts, answers: Object.fromEntries(answers) };
}

/** Until everything that ends by these lifetimes has ended. */
export const secondsFor = (...lifetimes: number[]): number =>
  EVENT_AT_MS / 1000 + Math.max(...lifetimes) + AFTER_SECONDS;

/** A parameter in whole seconds, as a form sends it. */
export const wholeSeconds = (min: number, max: number, fallback: number) =>
  z.coerce
    .number("Please enter whole seconds.")
    .int("Please enter whole seconds.")
    .min(min, `At least ${min} seconds.`)
    .max(max, `At most ${max} seconds.`)
    .default(fallback);

/** The event in this lane, or in all. */
function markOf({ facts }: Recording, lane: string, act: string): MarkFact | undefined {
  return facts.find(
    (fact): fact is MarkFact =>
      fact.kind === "mark" && fact.act === act && (fact.lane === null || fact.lane === lane),
  );
}

function afterwards(watched: Watched, lane: RecordedLane, mark: MarkFact): string | null {
  const from = mark.end + PREDICTED_AFTER_MS;
  const answer = toldIn({ ...watched, lane }).find(({ at }) => at >= from);
  if (!answer || answer.at >= from + SOON_MS) return null;
  return isThrough(answer) ? watched.through : watched.refused;
}
