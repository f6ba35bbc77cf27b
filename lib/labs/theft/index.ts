import "server-only";
import { z } from "zod";
import { hashPassword } from "@/lib/auth/password";
import type { Conclusion, MarkFact, Recording } from "../contract";
import { promiseOf, toldIn, verdictOf } from "../delay";
import { defineLab, type Plan } from "../lab";
import { LAB_PASSWORD } from "../lab-password";
import { wholeNumber } from "../whole-number";
import { createActs, liveActs } from "./acts";
import { answersOf, questions } from "./answers";
import { ACT, isCopy } from "./family.client";
import { theftLanes } from "./lanes";
import { withoutRotation } from "./no-rotation";
import { SCENARIO_NAMES, SCENARIOS, type Scenario } from "./scenarios";
import { detectionOf, storiesOf } from "./story.client";

// Theft: the owner and a thief with a copy of the owner's cookies, in six ways of staying signed in. Who is in, who
// is noticed, who is cut off.

const REVOCATIONS = ["expiry-only", "denylist"] as const;

const params = z.object({
  scenario: z.enum(SCENARIO_NAMES, "Please choose what happens.").default("thief-first"),
  /** Seconds from the first exchange of the stolen token to the second, or up to one more. */
  lagSeconds: wholeNumber("seconds", 1, 35, 12),
  revocation: z.enum(REVOCATIONS, "Please choose how access tokens end.").default("expiry-only"),
});
type Params = z.infer<typeof params>;

const PROBE_EVERY_MS = 250;

export const theftLab = defineLab<Params>({
  name: "theft",
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
      { id: "thief", label: "Thief" },
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

/** What was to put the thief out of this lane. */
function endingsIn({ facts }: Recording, lane: string) {
  return facts.flatMap((mark) => {
    if (mark.kind !== "mark" || (mark.lane !== null && mark.lane !== lane)) return [];
    const by = Object.entries(ENDINGS).find(([act]) => act === mark.act)?.[1];
    return by && mark.ok ? [{ mark, by }] : [];
  });
}

/** A thief who copies anew comes back with what is good. */
function upToNextCopy(recording: Recording, mark: MarkFact, lane: string): Recording {
  const next = recording.facts.find(
    (fact) => isCopy(fact) && (fact.lane ?? lane) === lane && fact.at >= mark.end,
  );
  return next ? { ...recording, facts: recording.facts.filter(({ at }) => at < next.at) } : recording;
}
