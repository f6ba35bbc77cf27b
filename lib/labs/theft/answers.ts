import type { Question, Recording } from "../contract";
import { GRACES, graceLane, theftLanes } from "./lanes";
import type { LaneStory } from "./shared/family";

// What is predicted before the theft, and what was right after it.

const IN = [
  { value: "both", label: "Both" },
  { value: "owner", label: "Only the owner" },
  { value: "thief", label: "Only the thief" },
  { value: "nobody", label: "Nobody" },
];

const NOTICED = [
  { value: "none", label: "Nowhere" },
  { value: "0", label: "With grace 0 s alone" },
  { value: "0 10", label: "With grace 0 and 10 s" },
  { value: "0 10 30", label: "With every grace" },
];

const GIVEN_AWAY = [
  { value: "owner", label: "The owner’s" },
  { value: "thief", label: "The thief’s" },
  { value: "nobody", label: "Nobody’s" },
];

const anyTerms = { accessSeconds: 15, revocation: "expiry-only" } as const;

export const questions: readonly Question[] = [
  ...theftLanes(anyTerms).map(({ id, label }) => ({
    id,
    label: `Who is in at the end: ${label}`,
    options: IN,
  })),
  { id: "noticed", label: "Where is the theft noticed?", options: NOTICED },
  { id: "given-away", label: "Whose request makes the server notice it?", options: GIVEN_AWAY },
];

/** All null for a run that did not come to its end, and for one without a theft. */
export function answersOf(
  recording: Recording,
  stories: readonly LaneStory[],
): Record<string, string | null> {
  const isTold = isComplete(recording) && stories.some(({ copiedAt }) => copiedAt !== null);
  if (!isTold) return Object.fromEntries(questions.map(({ id }) => [id, null]));
  return {
    ...Object.fromEntries(stories.map((story) => [story.lane, whoIsIn(story)])),
    noticed: whereNoticed(stories),
    "given-away": whoGaveItAway(stories),
  };
}

const END_MS = 1500;

function isComplete({ facts, seconds }: Recording): boolean {
  return facts.some(({ at }) => at >= seconds * 1000 - END_MS);
}

function whoIsIn({ owner, thief }: LaneStory): string {
  if (owner.inAtEnd) return thief.inAtEnd ? "both" : "owner";
  return thief.inAtEnd ? "thief" : "nobody";
}

/** Null for a pattern that no prediction names. */
function whereNoticed(stories: readonly LaneStory[]): string | null {
  const noticed = GRACES.filter((seconds) =>
    stories.some(({ lane, notices }) => lane === graceLane(seconds) && notices.length > 0),
  );
  const value = noticed.join(" ") || "none";
  return NOTICED.some((option) => option.value === value) ? value : null;
}

/** Null where it differs from lane to lane. A terminal that holds the thief's cookies is the thief. */
function whoGaveItAway(stories: readonly LaneStory[]): string | null {
  const by = new Set(stories.flatMap(({ notices }) => notices[0]?.by.replace("terminal", "thief") ?? []));
  if (by.size > 1) return null;
  return [...by][0] ?? "nobody";
}
