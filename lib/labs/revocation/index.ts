import "server-only";
import { z } from "zod";
import { hashPassword } from "@/lib/auth/password";
import { defineLab, type Plan } from "../lab";
import { LAB_PASSWORD } from "../lab-password";
import { sevenLanes, sevenQuestions } from "../lanes";
import { concludeEvent, EVENT_AT_MS, type LabEvent, PROBE_EVERY_MS, secondsFor } from "../one-event";
import { wholeNumber } from "../whole-number";
import { EVENT_NAMES, EVENTS } from "./events";

// The revocation stopwatch: one event, seven ways of staying signed in, and the time until each of them refuses.

const params = z.object({
  event: z.enum(EVENT_NAMES, "Please choose an event.").default("sign-out"),
  // Longer than until the event, also where the sign-in began a moment before the run.
  aloneSeconds: wholeNumber("seconds", 5, 30, 10),
  cacheSeconds: wholeNumber("seconds", 1, 20, 5),
  // As offered it lasts beyond what is predicted; of one below 5 s chance decides, and it is not scored.
  shortSeconds: wholeNumber("seconds", 2, 15, 6),
});
type Params = z.infer<typeof params>;

/** Replays what was copied from the phone, so that clearing the phone's own cookies shows nothing. */
const WATCHED = "copy";

export const revocationLab = defineLab<Params>({
  name: "revocation",
  params,
  questions: sevenQuestions([
    { value: "accepted", label: "Still gets in" },
    { value: "refused", label: "Is refused" },
  ]),
  plan,
  conclude: (recording, { event }) =>
    concludeEvent({
      ...{ recording, act: event, device: WATCHED, resource: "me" },
      ...{ through: "accepted", refused: "refused" },
      promised: EVENTS[event].promised,
    }),
});

function plan({ event, ...terms }: Params): Plan {
  const chosen: LabEvent = EVENTS[event];
  return {
    lanes: sevenLanes(terms),
    devices: [
      { id: WATCHED, label: "A copy of the phone’s cookies" },
      { id: "phone", label: "Your phone" },
      { id: "laptop", label: "Your laptop" },
    ],
    seconds: secondsFor(terms.aloneSeconds, terms.cacheSeconds, terms.shortSeconds),
    probes: [{ device: WATCHED, resource: "me", everyMs: PROBE_EVERY_MS }],
    async prepare(stage) {
      if (event === "change-password") await stage.world.setPasswordHash(await hashPassword(LAB_PASSWORD));
      for (const device of ["phone", "laptop"]) await stage.signIn(device);
      for (const lane of stage.laneIds) stage.copyCookies("phone", WATCHED, lane);
    },
    schedule: [{ at: EVENT_AT_MS, run: (stage) => chosen.run(stage, event) }],
  };
}
