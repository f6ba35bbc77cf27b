import "server-only";
import { z } from "zod";
import { defineLab, type Plan } from "../lab";
import { sevenLanes, sevenQuestions } from "../lanes";
import { concludeEvent, EVENT_AT_MS, PROBE_EVERY_MS, secondsFor, wholeSeconds } from "../one-event";
import { EVENT_NAMES, EVENTS, type LabEvent } from "./events";

// Stale claims: an admin is an admin no longer, and the time until each way of staying signed in knows it. It has
// noticed as soon as the admin's page is refused, whether for the role (403) or altogether (401).

const params = z.object({
  event: z.enum(EVENT_NAMES, "Please choose an event.").default("demote-row"),
  // Longer than until the event, also where the sign-in began a moment before the run.
  aloneSeconds: wholeSeconds(5, 20, 10),
  cacheSeconds: wholeSeconds(1, 20, 5),
  // As issued these last beyond what is predicted, so that chance does not decide who is right.
  shortSeconds: wholeSeconds(2, 20, 6),
  checkedSeconds: wholeSeconds(2, 20, 8),
});
type Params = z.infer<typeof params>;

const WATCHED = "admin";

export const staleClaimsLab = defineLab<Params>({
  name: "stale-claims",
  title: "Stale claims",
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
