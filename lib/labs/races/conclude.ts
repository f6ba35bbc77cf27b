import "server-only";
import type { Conclusion, Question, Recording } from "../contract";
import { countRaces, type RaceCount } from "./shared/count";
import { raceLanes } from "./shared/promises";

// The questions before a race, and the answers by its counters.

const OUTCOMES = [
  { value: "one-line", label: "All stay in, one chain goes on" },
  { value: "forks", label: "All stay in, several chains go on" },
  { value: "signed-out", label: "Somebody is signed out" },
];

const THEFT = "false-theft";

export const QUESTIONS: readonly Question[] = [
  ...raceLanes.map(({ id, label }) => ({ id, label, options: OUTCOMES })),
  {
    id: THEFT,
    label: "Which one reports a theft, although nobody stole?",
    options: [
      { value: "none", label: "None" },
      { value: "naive", label: "Only the naive one" },
      { value: "atomic", label: "Only the atomic one" },
      { value: "naive atomic", label: "The naive and the atomic one" },
      { value: "others", label: "Another one" },
    ],
  },
];

/** `detail.lanes`: the counters of each lane, with what is left of every successor of the race. */
export function conclude(recording: Recording): Conclusion {
  const counts = countRaces(recording);
  const answers = Object.fromEntries(counts.map((count) => [count.lane, outcomeOf(count)]));
  return {
    verdicts: [],
    answers: { ...answers, [THEFT]: accusers(counts) },
    detail: {
      lanes: Object.fromEntries(
        counts.map(({ lane, lines, ...count }) => [
          lane,
          { ...count, lines: lines.map((line) => ({ ...line })) },
        ]),
      ),
    },
  };
}

function outcomeOf({ signOuts, liveLines }: RaceCount): string | null {
  if (signOuts === null || liveLines === null) return null;
  if (signOuts > 0) return "signed-out";
  return liveLines > 1 ? "forks" : "one-line";
}

function accusers(counts: readonly RaceCount[]): string | null {
  if (counts.length === 0 || counts.some(({ signOuts }) => signOuts === null)) return null;
  const said = counts.filter(({ falseThefts }) => falseThefts > 0).map(({ lane }) => lane);
  const known = ["none", "naive", "atomic", "naive atomic"];
  const answer = said.join(" ") || "none";
  return known.includes(answer) ? answer : "others";
}
