// What came of one event that all lanes had at once: the session, the JWT that nobody looks up, and what looking it up
// changes. For the labs with one event.

import { strategyLook } from "@/app/_ui/words/strategies";
import type { RecordedLane, RunView, Verdict } from "@/lib/labs/contract";
import type { Told } from "../_labs/told";
import { agreementOf, delay } from "./words";

/** Later than this is not "at once" to anybody who watches. */
const AT_ONCE_MS = 500;

interface EventWords {
  /** Before the time it took: "ended in". */
  soon: string;
  long: string;
  /** Before the time it was watched for. */
  still: string;
  /** The lane that asks a store, and what it asks: "a denylist". */
  asking: { lane: string; what: string };
}

export function eventTold(words: EventWords): Told {
  return { outcome: (run) => outcome(run, words), reasonOf };
}

function outcome({ recording, conclusion: { verdicts } }: RunView, words: EventWords): string | null {
  const of = (lane: string) => verdicts.find((verdict) => verdict.lane === lane);
  const [session, alone, asking] = [of("session"), of("jwt-alone"), of(words.asking.lane)];
  const clauses = [
    session && `a session ${went(session, words)}`,
    alone && `a JWT that nobody looks up ${went(alone, words)}`,
    asking && askingWords(asking, alone, words),
  ].filter((clause) => clause !== undefined);
  if (clauses.length === 0) return null;
  const text = clauses.join("; ");
  const first = `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
  const against = verdicts.filter((verdict) => agreementOf(verdict) === "contradicts").length;
  return against === 0
    ? first
    : `${first} ${against} of ${recording.lanes.length} lanes did not do what their mode promises.`;
}

const isSoon = ({ measuredMs }: Verdict): boolean => measuredMs !== null && measuredMs < AT_ONCE_MS;

function went(verdict: Verdict, { soon, long, still }: EventWords): string {
  const { measuredMs, watchedMs } = verdict;
  if (measuredMs === null) return `${still} ${delay(watchedMs)}`;
  return `${isSoon(verdict) ? soon : long} ${took(measuredMs)}`;
}

/** Nothing takes no time. */
const took = (milliseconds: number): string => (milliseconds < 10 ? "under 0.01 s" : delay(milliseconds));

function askingWords(asking: Verdict, alone: Verdict | undefined, words: EventWords): string {
  const { what } = words.asking;
  const cost = { 0: "without a read", 1: "at one read a request" }[asking.reads];
  const reads = cost ?? `at ${asking.reads} reads a request`;
  // What ended all of them did not end this one by being asked.
  if (asking.measuredMs !== null && isSoon(asking) && alone && !isSoon(alone))
    return `${what} made it ${took(asking.measuredMs)} ${reads}`;
  return `with ${what} it ${went(asking, words)}`;
}

/** Each question is about the lane of its name. */
function reasonOf({ recording, conclusion }: RunView, question: string): string | null {
  const lane = recording.lanes.find(({ id }) => id === question);
  const verdict = conclusion.verdicts.find((one) => one.lane === question);
  if (!lane || !verdict) return null;
  return [measured(verdict), checks(lane), verdict.why].filter(Boolean).join(" ");
}

function measured({ measuredMs, lastAcceptedMs, watchedMs }: Verdict): string {
  if (measuredMs === null) return `It was still let in ${delay(watchedMs)} after the event.`;
  if (lastAcceptedMs === null)
    return `The very next request was refused, ${took(measuredMs)} after the event.`;
  return `It was last let in ${delay(lastAcceptedMs)} after the event, and refused after ${delay(measuredMs)}.`;
}

function checks({ strategy, policy }: RecordedLane): string {
  if (strategy) return strategyLook[strategy].checks;
  const { cacheSeconds } = policy.session;
  return cacheSeconds > 0
    ? `Its row is read every ${cacheSeconds} s; in between a check uses what it read before.`
    : "Its row is read for every request.";
}
