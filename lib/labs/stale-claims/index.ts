import "server-only";
import { z } from "zod";
import { defineLab, type Plan } from "../lab";
import { sevenLanes, sevenQuestions } from "../lanes";
import { concludeEvent, EVENT_AT_MS, type LabEvent, PROBE_EVERY_MS, secondsFor } from "../one-event";
import { wholeNumber } from "../whole-number";
import { EVENT_NAMES, EVENTS } from "./events";

// Stale claims: an admin is an admin no longer, and the time until each way of staying signed in knows it. It has
// noticed as soon as the admin's page is refused, whether for the role (403) or altogether (401).

const params = z.object({
  event: z.enum(EVENT_NAMES, "Please choose an event.").default("demote-row"),
  // Longer than until the event, also where the sign-in began a moment before the run.
  aloneSeconds: wholeNumber("seconds", 5, 20, 10),
  cacheSeconds: wholeNumber("seconds", 1, 20, 5),
  // As offered these last beyond what is predicted; of one below 5 s chance decides, and it is not scored.
  shortSeconds: wholeNumber("seconds", 2, 20, 6),
  checkedSeconds: wholeNumber("seconds", 2, 20, 8),
});
type Params = z.infer<typeof params>;

const WATCHED = "admin";

export const staleClaimsLab = defineLab<Params>({
  name: "stale-claims",
  params,
  questions: sevenQuestions([
    { value: "admin", label: "Still an admin" },
    { value: "refused", label: "An admin no longer" },
  ]),
  plan,
  conclude: (recording, { event }) =>
    concludeEvent({
      ...{ recording, act: event, device: WATCHED, resource: "admin" },
      ...{ through: "admin", refused: "refused" },
      promised: EVENTS[event].promised,
    }),
});

function plan({ event, ...terms }: Params): Plan {
  const chosen: LabEvent = EVENTS[event];
  return {
    lanes: sevenLanes(terms),
    devices: [{ id: WATCHED, label: "An admin’s browser" }],
    seconds: secondsFor(terms.aloneSeconds, terms.cacheSeconds, terms.shortSeconds, terms.checkedSeconds),
    probes: [{ device: WATCHED, resource: "admin", everyMs: PROBE_EVERY_MS }],
    ownerRole: "admin",
    prepare: (stage) => stage.signIn(WATCHED),
    schedule: [{ at: EVENT_AT_MS, run: (stage) => chosen.run(stage, event) }],
  };
}
