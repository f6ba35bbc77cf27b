// What a run of the theft says: where the thief was noticed, and where the thief stayed in.

import { delay } from "@/app/labs/_drawing/words";
import type { RecordedLane, RunView } from "@/lib/labs/contract";
import type { LaneStory } from "@/lib/labs/theft/shared/family";
import { detectionOf, storiesOf } from "@/lib/labs/theft/shared/story";
import type { Told } from "../../told";
import { presenceWords, storyWords } from "./words";

interface Of {
  lane: RecordedLane;
  story: LaneStory;
}

export const theftTold: Told = {
  outcome(run) {
    const stolen = storiesIn(run.recording).filter(({ story }) => story.copiedAt !== null);
    if (stolen.length === 0) return null;
    return [noticed(stolen), endedByOwner(run), stayed(stolen)].filter(Boolean).join(" ");
  },
  reasonOf({ recording }, question) {
    const stories = storiesIn(recording);
    const one = stories.find(({ lane }) => lane.id === question);
    if (one) return inWords(one);
    const seen = stories.filter(({ story }) => story.notices.length > 0);
    if (question === "noticed")
      return seen.map(({ lane, story }) => `“${lane.label}”: ${why(lane, story)}`).join(" ") || NOWHERE;
    const [first] = seen;
    if (question === "given-away") return first ? why(first.lane, first.story) : NOWHERE;
    return null;
  },
};

const NOWHERE = "No lane saw anything unusual: no spent token was shown again after its window of grace.";

function storiesIn(recording: RunView["recording"]): Of[] {
  const stories = storiesOf(recording);
  return recording.lanes.flatMap((lane, index) => {
    const story = stories[index];
    return story ? [{ lane, story }] : [];
  });
}

function noticed(stolen: readonly Of[]): string {
  const seen = stolen.flatMap(({ lane, story: { notices, copiedAt } }) => {
    const [first] = notices;
    return first && copiedAt !== null ? [{ label: lane.label, after: first.at - copiedAt }] : [];
  });
  const [soonest] = [...seen].sort((a, b) => a.after - b.after);
  if (!soonest) return `None of ${stolen.length} lanes noticed the thief.`;
  const where = `${seen.length} of ${stolen.length} lanes noticed the thief`;
  const when = `“${soonest.label}” ${delay(soonest.after)} after the copy`;
  return `${where}: ${when}${seen.length > 1 ? " as the first" : ""}.`;
}

/** What the owner did against it: how long the thief got in all the same, at the longest and at the shortest. */
function endedByOwner({ recording, conclusion }: RunView): string {
  const ends = conclusion.verdicts.flatMap(({ mark: seq, lane, measuredMs, watchedMs }) => {
    const mark = recording.facts.find((fact) => fact.seq === seq);
    const label = recording.lanes.find(({ id }) => id === lane)?.label ?? lane;
    if (mark?.kind !== "mark" || mark.device === null) return [];
    return [{ act: mark.label, label, lasted: measuredMs ?? watchedMs }];
  });
  const sorted = [...ends].sort((a, b) => a.lasted - b.lasted);
  const [shortest, longest] = [sorted[0], sorted.at(-1)];
  if (!shortest || !longest) return "";
  const most = `After “${longest.act}” the thief got in for ${delay(longest.lasted)} with “${longest.label}”`;
  return shortest === longest
    ? `${most}.`
    : `${most}, and for ${delay(shortest.lasted)} with “${shortest.label}”.`;
}

/** Nothing where the thief did not stay to be seen. */
function stayed(stolen: readonly Of[]): string {
  const inAtEnd = stolen.filter(({ story }) => story.thief.inAtEnd).length;
  const out = stolen.filter(({ story }) => story.thief.outAt !== null).length;
  if (inAtEnd === 0 && out === 0) return "";
  if (inAtEnd === 0) return "At the end the thief was out everywhere.";
  return `At the end the thief was still in ${inAtEnd} of them.`;
}

function inWords({ lane, story }: Of): string {
  const { owner, thief } = story;
  const who = `The owner was ${presenceWords(owner, false)}, the thief ${presenceWords(thief, false)}.`;
  return `${who} ${why(lane, story)}`;
}

const why = (lane: RecordedLane, story: LaneStory): string =>
  storyWords(lane, story, detectionOf(lane, story), false).why;
