import "server-only";
import { z } from "zod";
import { hashPassword } from "@/lib/auth/password";
import type { AnswerFact, Conclusion, MarkFact, Recording } from "../contract";
import { verdictOf } from "../delay";
import { defineLab, type Plan } from "../lab";
import { sevenLanes } from "../lanes";
import { EVENT_NAMES, EVENTS, type EventName, LAB_PASSWORD, type LabEvent } from "./events";

// The revocation stopwatch: one event, seven ways of staying signed in, and the time until each of them refuses.

const seconds = (min: number, max: number, fallback: number) =>
  z.coerce
    .number("Please enter whole seconds.")
    .int("Please enter whole seconds.")
    .min(min, `At least ${min} seconds.`)
    .max(max, `At most ${max} seconds.`)
    .default(fallback);

const params = z.object({
  event: z.enum(EVENT_NAMES, "Please choose an event.").default("sign-out"),
  aloneSeconds: seconds(4, 30, 10),
  cacheSeconds: seconds(1, 20, 5),
  shortSeconds: seconds(2, 15, 4),
});
type Params = z.infer<typeof params>;

const EVENT_AT_MS = 2000;
/** After the last promise that can be watched to its end. */
const AFTER_SECONDS = 2;
const PROBE_EVERY_MS = 250;
/** What the predictions are about. */
const PREDICTED_AFTER_MS = 1000;
/** Replays what was copied from the phone, so that clearing the phone's own cookies shows nothing. */
const WATCHED = "copy";

const defaults = params.parse({});

export const revocationLab = defineLab<Params>({
  name: "revocation",
  title: "Revocation stopwatch",
  params,
  questions: sevenLanes(defaults).map(({ id, label }) => ({
    id,
    label,
    options: [
      { value: "accepted", label: "Still gets in" },
      { value: "refused", label: "Is refused" },
    ],
  })),
  plan,
  conclude,
});

function plan({ event, ...terms }: Params): Plan {
  const chosen: LabEvent = EVENTS[event];
  const longest = Math.max(terms.aloneSeconds, terms.cacheSeconds, terms.shortSeconds);
  return {
    lanes: sevenLanes(terms),
    devices: [
      { id: WATCHED, label: "A copy of the phone’s cookies" },
      { id: "phone", label: "Your phone" },
      { id: "laptop", label: "Your laptop" },
    ],
    seconds: EVENT_AT_MS / 1000 + longest + AFTER_SECONDS,
    probes: [{ device: WATCHED, resource: "me", everyMs: PROBE_EVERY_MS }],
    async prepare(stage) {
      if (event === "change-password") await stage.world.setPasswordHash(await hashPassword(LAB_PASSWORD));
      for (const device of ["phone", "laptop"]) await stage.signIn(device);
      for (const lane of stage.laneIds) stage.copyCookies("phone", WATCHED, lane);
    },
    schedule: [{ at: EVENT_AT_MS, run: (stage) => chosen.run(stage, event) }],
  };
}

function conclude(recording: Recording, { event }: Params): Conclusion {
  const verdicts = recording.lanes.flatMap((lane) => {
    const mark = markOf(recording, lane.id, event);
    if (!mark) return [];
    const promised = (EVENTS[event] as LabEvent).promised(lane);
    return [verdictOf({ recording, mark, lane, device: WATCHED, resource: "me", promised })];
  });
  const answers = recording.lanes.map((lane) => [lane.id, afterwards(recording, lane.id, event)] as const);
  return { verdicts, answers: Object.fromEntries(answers) };
}

/** The event in this lane, or in all. */
function markOf({ facts }: Recording, lane: string, event: EventName): MarkFact | undefined {
  return facts.find(
    (fact): fact is MarkFact =>
      fact.kind === "mark" && fact.act === event && (fact.lane === null || fact.lane === lane),
  );
}

/** What the first request said that was sent a second after the event; null when none was. */
function afterwards(recording: Recording, lane: string, event: EventName): string | null {
  const mark = markOf(recording, lane, event);
  const answer = recording.facts.find(
    (fact): fact is AnswerFact =>
      fact.kind === "answer" &&
      fact.lane === lane &&
      fact.device === WATCHED &&
      mark !== undefined &&
      fact.at >= mark.end + PREDICTED_AFTER_MS,
  );
  return answer ? (answer.accepted ? "accepted" : "refused") : null;
}
