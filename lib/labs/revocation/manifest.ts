import "server-only";
import { z } from "zod";
import { hashPassword } from "@/lib/auth/password";
import { LAB_PASSWORD } from "../common/lab-password";
import { concludeEvent, happening, type LabEvent, PROBE_EVERY_MS, waitSeconds } from "../common/one-event";
import { aloneSeconds, cacheSeconds, sevenLanes, sevenQuestions, shortSeconds } from "../common/seven-lanes";
import type { Plan } from "../engine/plan";
import { choice } from "../fields";
import { defineLab } from "../lab";
import { EVENTS, type EventName } from "./events";

// The revocation stopwatch: one event, seven ways of staying signed in, and the time until each of them refuses.

const LABELS: Readonly<Record<EventName, string>> = {
  "sign-out": "Sign out on the phone",
  "end-device": "End the phone from the laptop",
  "sign-out-everywhere": "Sign out everywhere",
  "disable-user": "Disable the account",
  "change-password": "Change the password",
  "delete-row": "Delete the row by hand",
  "rotate-key": "Rotate the signing key",
  "remove-key": "Remove the signing key",
};

const params = z.object({
  event: choice("What happens", "In all lanes at once.", {
    options: LABELS,
    default: "sign-out",
    missing: "an event",
  }),
  waitSeconds,
  aloneSeconds: aloneSeconds(30),
  cacheSeconds,
  shortSeconds: shortSeconds(15, "Refreshed again and again."),
});
type Params = z.infer<typeof params>;

/** Sends the cookies copied from the phone: clearing the phone's own cookies does not change what it sends. */
const WATCHED = "copy";

export const revocation = defineLab({
  name: "revocation",
  title: "Revocation stopwatch",
  question: "Something ends a sign-in. How long does a copy of its cookie go on working?",
  does: "Seven sign-ins are made, one in each lane, and their cookies are copied. Then the event happens to all of them, and each copy is sent four times a second until it is refused.",
  predict: "One second after the event: does a copy of this cookie still get in?",
  params,
  questions: sevenQuestions([
    { value: "accepted", label: "Still gets in" },
    { value: "refused", label: "Is refused" },
  ]),
  plan,
  conclude: (recording, { event }) =>
    concludeEvent({
      recording,
      act: event,
      device: WATCHED,
      resource: "me",
      through: "accepted",
      refused: "refused",
      promised: EVENTS[event].promised,
    }),
});

function plan({ event, waitSeconds, ...terms }: Params): Plan {
  const chosen: LabEvent = EVENTS[event];
  return {
    lanes: sevenLanes(terms),
    devices: [
      { id: WATCHED, label: "A copy of the phone’s cookies" },
      { id: "phone", label: "Your phone" },
      { id: "laptop", label: "Your laptop" },
    ],
    probes: [{ device: WATCHED, resource: "me", everyMs: PROBE_EVERY_MS }],
    async prepare(stage) {
      if (event === "change-password") await stage.world.setPasswordHash(await hashPassword(LAB_PASSWORD));
      for (const device of ["phone", "laptop"]) await stage.signIn(device);
      for (const lane of stage.laneIds) stage.copyCookies("phone", WATCHED, lane);
    },
    ...happening({
      event: chosen,
      act: event,
      label: LABELS[event],
      waitSeconds,
      lifetimes: [terms.aloneSeconds, terms.cacheSeconds, terms.shortSeconds],
    }),
  };
}
