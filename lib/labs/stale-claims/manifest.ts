import "server-only";
import { z } from "zod";
import { concludeEvent, happening, type LabEvent, PROBE_EVERY_MS, waitSeconds } from "../common/one-event";
import { aloneSeconds, cacheSeconds, sevenLanes, sevenQuestions, shortSeconds } from "../common/seven-lanes";
import type { Plan } from "../engine/plan";
import { choice, wholeNumber } from "../fields";
import { defineLab } from "../lab";
import { EVENTS, type EventName } from "./events";

// Stale claims: an admin is an admin no longer, and the time until each way of staying signed in knows it. It has
// noticed as soon as the admin's page is refused, whether for the role (403) or altogether (401).

const LABELS: Readonly<Record<EventName, string>> = {
  "demote-row": "Demoted, in the row only",
  demote: "Demoted, sign-ins end too",
  "disable-flag": "Disabled, in the row only",
  disable: "Disabled, sign-ins end too",
};

const params = z.object({
  event: choice(
    "What happens to the admin",
    "This app itself always changes the row and ends the sign-ins.",
    { options: LABELS, default: "demote-row", missing: "an event" },
  ),
  waitSeconds,
  aloneSeconds: aloneSeconds(20),
  shortSeconds: shortSeconds(20, "A refresh reads the account anew."),
  // As offered they last beyond what is predicted, as the short one does.
  checkedSeconds: wholeNumber("Lifetime of the checked JWTs", "Denylist, token version and introspection.", {
    unit: "seconds",
    min: 2,
    max: 20,
    default: 8,
    scored: ", scored from 5",
  }),
  cacheSeconds,
});
type Params = z.infer<typeof params>;

const WATCHED = "admin";

export const staleClaims = defineLab({
  name: "stale-claims",
  title: "Stale claims",
  question: "An admin loses the role. For how long does each credential still say “admin”?",
  does: "An admin asks for an admin’s page four times a second, in every lane. Then the role is taken away, or the account disabled.",
  predict: "One second after the change: is this credential still an admin’s?",
  params,
  questions: sevenQuestions([
    { value: "admin", label: "Still an admin" },
    { value: "refused", label: "No longer an admin" },
  ]),
  plan,
  conclude: (recording, { event }) =>
    concludeEvent({
      recording,
      act: event,
      device: WATCHED,
      resource: "admin",
      through: "admin",
      refused: "refused",
      promised: EVENTS[event].promised,
    }),
});

function plan({ event, waitSeconds, ...terms }: Params): Plan {
  const chosen: LabEvent = EVENTS[event];
  return {
    lanes: sevenLanes(terms),
    devices: [{ id: WATCHED, label: "An admin’s browser" }],
    probes: [{ device: WATCHED, resource: "admin", everyMs: PROBE_EVERY_MS }],
    ownerRole: "admin",
    prepare: (stage) => stage.signIn(WATCHED),
    ...happening({
      event: chosen,
      act: event,
      label: LABELS[event],
      waitSeconds,
      lifetimes: [terms.aloneSeconds, terms.cacheSeconds, terms.shortSeconds, terms.checkedSeconds],
    }),
  };
}
