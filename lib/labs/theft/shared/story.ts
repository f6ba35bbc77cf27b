// The whole story of each lane, and whether the server noticed what it promises to notice. Computed from the facts
// alone, on the server and in the browser alike.

import type { AnswerFact, MarkFact, RecordedLane, Recording } from "../../contract";
import { chainOf } from "./chain";
import { isCopy, type LaneStory, type TokenNode, type Use } from "./family";
import { bothInMs, presenceOf } from "./presence";

/** One story a lane, in their order. Never throws for a recording that was cut short. */
export function storiesOf(recording: Recording): LaneStory[] {
  return recording.lanes.map((lane) => storyOf(recording, lane));
}

function storyOf(recording: Recording, lane: RecordedLane): LaneStory {
  const facts = recording.facts
    .filter((fact) => fact.lane === lane.id || fact.lane === null)
    .sort((a, b) => knownAt(a) - knownAt(b) || a.seq - b.seq);
  const copy = facts.find(isCopy);
  const owner = presenceOf(recording, lane.id, "owner");
  const thief = presenceOf(recording, lane.id, "thief");
  return {
    lane: lane.id,
    copiedAt: copy ? knownAt(copy) : null,
    ...(lane.refreshes ? chainOf(facts) : { tokens: [], notices: [], terminal: [] }),
    owner,
    thief,
    bothInMs: bothInMs(owner, thief),
  };
}

/** An answer tells something when it is there, an act when it is acknowledged. */
const knownAt = (fact: AnswerFact | MarkFact): number =>
  fact.kind === "mark" ? fact.end : fact.at + fact.took;

export type Detection = {
  /** By `guarantees`; what exchanges nothing has nothing to notice. */
  promised: boolean;
  noticed: boolean;
  /** False: a token was used again when it must not be and went through, or was called stolen and was not. */
  agrees: boolean;
};

/** The server's clock and the recording's may differ by so much within a run. */
const CLOCK_MS = 5;

export function detectionOf(lane: RecordedLane, story: LaneStory): Detection {
  const promised = lane.guarantees.detectsReuse && lane.refreshes;
  const noticed = story.notices.length > 0;
  // What a terminal exchanged is not in the record: who was first cannot be told.
  if (story.terminal.length > 0) return { promised, noticed, agrees: true };
  if (!promised) return { promised, noticed, agrees: !noticed };
  const graceMs = lane.graceSeconds * 1000;
  const agrees = story.tokens.every((token) => {
    const first = token.uses.find(({ outcome }) => outcome === "exchanged");
    const next = first && successorUse(story.tokens, first);
    return token.uses.every((use) => {
      if (use.outcome === "repeated" && first) return !isSurelyOver(use, first, next, graceMs);
      if (use.outcome !== "reused") return true;
      return first !== undefined && mayBeOver(use, first, next, graceMs);
    });
  });
  return { promised, noticed, agrees };
}

/** When the token that this use led to was itself exchanged. */
const successorUse = (tokens: readonly TokenNode[], { to }: Use): Use | undefined =>
  tokens.find(({ name }) => name === to)?.uses.find(({ outcome }) => outcome === "exchanged");

function isSurelyOver(use: Use, first: Use, next: Use | undefined, graceMs: number): boolean {
  return use.at - first.end > graceMs + CLOCK_MS || (next !== undefined && next.end < use.at);
}

function mayBeOver(use: Use, first: Use, next: Use | undefined, graceMs: number): boolean {
  return use.end - first.at >= graceMs - CLOCK_MS || (next !== undefined && next.at <= use.end);
}
