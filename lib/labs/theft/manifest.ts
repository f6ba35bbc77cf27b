import "server-only";
import { z } from "zod";
import { hashPassword } from "@/lib/auth/password";
import { promiseOf, toldIn, verdictOf } from "../common/delay";
import { LAB_PASSWORD } from "../common/lab-password";
import type { Conclusion, MarkFact, Recording } from "../contract";
import type { Plan } from "../engine/plan";
import { choice, wholeNumber } from "../fields";
import { defineLab } from "../lab";
import { createActs, liveActs } from "./acts";
import { answersOf, questions } from "./answers";
import { theftLanes } from "./lanes";
import { withoutRotation } from "./no-rotation";
import { SCENARIOS, type Scenario, type ScenarioName } from "./scenarios";
import { ACT, isCopy } from "./shared/family";
import { detectionOf, storiesOf } from "./shared/story";

// Theft: the owner and a thief with a copy of the owner's cookies, in six ways of staying signed in. Who is in, who
// is noticed, who is cut off.

const params = z.object({
  scenario: choice("What happens", "The thief copies the cookies after one second.", {
    options: {
      "thief-first": "Both go on, thief first",
      "owner-first": "Both go on, owner first",
      once: "The thief uses it once",
      "sign-out": "The owner signs out",
      password: "The owner changes the password",
      free: "Nothing: I press the buttons",
    } satisfies Record<ScenarioName, string>,
    default: "thief-first",
    missing: "what happens",
  }),
  /** From the first exchange of the stolen token to the second, or up to a second more. */
  lagSeconds: wholeNumber(
    "The second exchange comes after",
    "Where both go on: compare it with the grace of 0, 10 and 30 s.",
    { unit: "seconds", min: 1, max: 35, default: 12 },
  ),
  revocation: choice("How access tokens end", "In all JWT lanes.", {
    options: { "expiry-only": "Access ends at expiry", denylist: "Access ends by denylist" },
    default: "expiry-only",
    missing: "how access tokens end",
  }),
});
type Params = z.infer<typeof params>;

const PROBE_EVERY_MS = 250;

export const theft = defineLab({
  name: "theft",
  title: "Theft",
  question: "A thief has a copy of your cookies. Who is cut off, when, and does anybody notice?",
  does: "A pretended owner and a thief use the same cookies, each with a copy of their own. Both go on refreshing.",
  predict: "What will happen to the owner and to the thief?",
  params,
  questions,
  plan,
  conclude,
});

function plan({ scenario, lagSeconds, revocation }: Params): Plan {
  const chosen: Scenario = SCENARIOS[scenario];
  const accessSeconds = chosen.accessSeconds(lagSeconds);
  const acts = createActs();
  const probed = chosen.thiefStays ? ["owner", "thief"] : ["owner"];
  return {
    lanes: theftLanes({ accessSeconds, revocation }),
    devices: [
      { id: "owner", label: "Owner" },
      { id: "thief", label: "Thief", isThief: true },
    ],
    seconds: chosen.seconds(accessSeconds),
    probes: probed.map((device) => ({ device, resource: "me", everyMs: PROBE_EVERY_MS })),
    async prepare(stage) {
      await stage.world.setPasswordHash(await hashPassword(LAB_PASSWORD));
      await stage.signIn("owner");
    },
    schedule: chosen.schedule(acts),
    acts: liveActs(acts),
    decorate: withoutRotation,
  };
}

/** `detail.lanes`: a `LaneStory` each, with what became of `detectsReuse`. */
function conclude(recording: Recording): Conclusion {
  const stories = storiesOf(recording);
  const lanes = recording.lanes.flatMap((lane, index) => {
    const story = stories[index];
    return story ? [{ ...story, detection: detectionOf(lane, story) }] : [];
  });
  return {
    verdicts: recording.lanes.flatMap((lane) =>
      endingsIn(recording, lane.id).flatMap(({ mark, by }) => {
        const watched = upToNextCopy(recording, mark, lane.id);
        const question = { recording: watched, mark, lane, device: "thief", resource: "me" } as const;
        const told = toldIn(question);
        const before = told.findLast(({ at, took }) => at + took <= mark.at);
        // Only who is in can be put out, and who never asks again is not seen to be.
        const isSeen = before?.status === 200 && told.some(({ at }) => at >= mark.end);
        return isSeen ? [verdictOf({ ...question, promised: promiseOf(lane.guarantees, by) })] : [];
      }),
    ),
    answers: answersOf(recording, stories),
    detail: { lanes },
  };
}

const ENDINGS = {
  [ACT.signOut]: "revokeOne",
  [ACT.password]: "revokeAll",
  [ACT.reused]: "revokeOne",
} as const;

/** The marks that should have ended the thief's access in this lane. */
function endingsIn({ facts }: Recording, lane: string) {
  return facts.flatMap((mark) => {
    if (mark.kind !== "mark" || (mark.lane !== null && mark.lane !== lane)) return [];
    const by = Object.entries(ENDINGS).find(([act]) => act === mark.act)?.[1];
    return by && mark.ok ? [{ mark, by }] : [];
  });
}

/** After another copy the thief has good cookies again, so what follows is not judged. */
function upToNextCopy(recording: Recording, mark: MarkFact, lane: string): Recording {
  const next = recording.facts.find(
    (fact) => isCopy(fact) && (fact.lane ?? lane) === lane && fact.at >= mark.end,
  );
  return next ? { ...recording, facts: recording.facts.filter(({ at }) => at < next.at) } : recording;
}
