import type { AnswerFact, Fact, MarkFact, RecordedLane, Recording } from "../../contract";
import { answer, LANE, mark as markOf, recordingOf as recorded } from "../../testing/facts";
import { ACT, type LaneStory } from "../shared/family";
import { storiesOf } from "../shared/story";

// Made-up facts of a theft in one lane: who does what, in seconds after the start.

const S = 1000;

export const me = (device: "owner" | "thief", at: number, status: 200 | 401 = 200): AnswerFact =>
  answer({ device, at: at * S, status });

export function exchange(
  device: "owner" | "thief",
  at: number,
  presented: string,
  received: string,
): AnswerFact {
  return answer({
    device,
    at: at * S,
    status: 200,
    method: "POST",
    resource: "refresh",
    renewed: true,
    refresh: { presented, received },
  });
}

export const mark = (act: string, at: number, detail: MarkFact["detail"] = {}): MarkFact =>
  markOf({ lane: LANE.id, act, at: at * S, detail });

export const copied = (at: number) => mark(ACT.copy, at);
export const noticed = (at: number, userAgent: string) => mark(ACT.reused, at, { userAgent });
export const asDevice = (device: string) => `coatcheck-lab/1 (${device})`;

export function recordingOf(facts: Fact[], lane: RecordedLane = LANE, seconds = 20): Recording {
  const devices = ["owner", "thief"].map((id) => ({ id, label: id }));
  return recorded(facts, { lanes: [lane], devices, seconds });
}

export function told(facts: Fact[], lane: RecordedLane = LANE): LaneStory {
  const [story] = storiesOf(recordingOf(facts, lane));
  if (!story) throw new Error("The lane has no story.");
  return story;
}

export const outcomes = ({ tokens }: LaneStory) =>
  tokens.map(({ name, parent, uses }) => [
    name,
    parent,
    ...uses.map(({ by, outcome }) => `${by} ${outcome}`),
  ]);
