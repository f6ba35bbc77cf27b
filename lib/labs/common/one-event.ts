import { acceptedForMs } from "@/lib/auth/effect";
import type { Conclusion, MarkFact, RecordedLane, Recording } from "../contract";
import type { Plan } from "../engine/plan";
import type { Stage } from "../engine/stage/stage";
import { wholeNumber } from "../fields";
import { heldUntil, isThrough, type Promised, toldIn, verdictOf } from "./delay";

// What labs have in common in which one thing happens, once, while one device goes on asking for one resource in
// every lane: when it happens, for how long it is watched, and what follows from the record.

const SOONEST_SECONDS = 2;
/** After the last promise that can be watched to its end. */
const AFTER_SECONDS = 2;
export const PROBE_EVERY_MS = 250;
/** Predictions are about the first request after this time, if it was sent within the next second. */
const PREDICTED_AFTER_MS = 1000;
const SOON_MS = 1000;
/** Times in tokens are whole seconds (RFC 7519 §2): one lives for up to so much less than its lifetime. */
const ROUNDED_MS = 1000;

/** What happens, and what every lane promises for it. `act` is its name in the record. */
export interface LabEvent {
  run(stage: Stage, act: string): Promise<void>;
  promised(lane: RecordedLane): Promised;
}

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

/** Whoever shows a run to others wants to say first what will happen. */
export const waitSeconds = wholeNumber(
  "It happens after",
  "With more than 2 s you can make it happen yourself, at the press of a button.",
  { unit: "seconds", min: SOONEST_SECONDS, max: 25, default: SOONEST_SECONDS },
);

interface Happening {
  event: LabEvent;
  /** In the record, and on its button. */
  act: string;
  label: string;
  waitSeconds: number;
  /** Whatever ends by one of these has ended by then. */
  lifetimes: readonly number[];
}

/** The event at its time, or sooner by hand; then until everything that ends by these lifetimes has ended. */
export function happening({
  event,
  act,
  label,
  waitSeconds,
  lifetimes,
}: Happening): Pick<Plan, "seconds" | "schedule" | "acts"> {
  const lasts = Math.max(...lifetimes) + AFTER_SECONDS;
  let begun = false;
  async function happen(stage: Stage): Promise<void> {
    if (begun) return;
    begun = true;
    await event.run(stage, act);
    void endAfter(stage);
  }
  /** Sooner than was reckoned with, where the event was sooner. */
  async function endAfter(stage: Stage): Promise<void> {
    if (waitSeconds > SOONEST_SECONDS && (await stage.stillRunningAfter(lasts * 1000))) stage.finish();
  }
  return {
    seconds: waitSeconds + lasts,
    schedule: [{ at: waitSeconds * 1000, run: happen }],
    ...(waitSeconds > SOONEST_SECONDS && {
      acts: { now: { label: `Now: ${label}`, once: act, run: happen } },
    }),
  };
}

/** The event in this lane, or in all. */
function markOf({ facts }: Recording, lane: string, act: string): MarkFact | undefined {
  return facts.find(
    (fact): fact is MarkFact =>
      fact.kind === "mark" && fact.act === act && fact.ok && (fact.lane === null || fact.lane === lane),
  );
}

/** Null also where chance has decided: another run with the same lifetimes may say otherwise. */
function afterwards(watched: Watched, lane: RecordedLane, mark: MarkFact): string | null {
  const from = mark.end + PREDICTED_AFTER_MS;
  const told = toldIn({ ...watched, lane });
  const answer = told.find(({ at }) => at >= from);
  if (!answer || answer.at >= from + SOON_MS) return null;
  const lasts = lastingOf(watched.promised(lane), lane);
  if (lasts) {
    // Of what was fetched at the start this is the soonest end; what was fetched since lasts longer.
    const soonest = Math.min(lasts.atLeastMs, heldUntil(told, mark) ?? Number.POSITIVE_INFINITY);
    const isSurelyOver = answer.at >= mark.end + lasts.atMostMs;
    if (answer.at + answer.took >= soonest && !isSurelyOver) return null;
  }
  return isThrough(answer) ? watched.through : watched.refused;
}

/** For how long something is good that decides the answer after the event; null where nothing runs out. */
function lastingOf({ effect, mayReturn = false }: Promised, { policy }: RecordedLane) {
  const lifetime = policy.jwt.accessTtlSeconds * 1000;
  if (effect === "at_expiry" || mayReturn) return { atLeastMs: lifetime - ROUNDED_MS, atMostMs: lifetime };
  if (typeof effect === "string") return null;
  const late = acceptedForMs(effect, lifetime);
  return { atLeastMs: late, atMostMs: late };
}
