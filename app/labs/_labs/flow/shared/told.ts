// What a recording of the request's way says: what a check cost in each mode, and what the password cost.

import { micros, modeNoun, reads } from "@/app/_ui/words/words";
import type { Json, MarkFact, RecordedLane, RunView } from "@/lib/labs/contract";
import type { Told } from "../../told";

export const flowTold: Told = {
  outcome({ recording: { lanes, facts } }) {
    const told = lanes.flatMap((lane) => {
      const marks = facts.filter((fact): fact is MarkFact => fact.kind === "mark" && fact.lane === lane.id);
      const words = checkWords(lane, marks);
      return words ? [words] : [];
    });
    if (told.length === 0) return null;
    return `To check a request took ${told.join(", and ")}. ${passwordWords(facts)}`.trim();
  },
  // Nothing is predicted.
  reasonOf: () => null,
};

/** Of the second request, in the middle of all times it was done: what is remembered costs nothing any more. */
function checkWords({ mode }: RecordedLane, marks: readonly MarkFact[]): string | null {
  const rounds = marks.flatMap(({ act, detail }) => {
    const second = act === "second-request" ? detail : act === "again" ? detail?.second : undefined;
    if (typeof second !== "object" || second === null || Array.isArray(second)) return [];
    return [[...stepsIn(second.gate), ...stepsIn(second.steps)]];
  });
  const [first] = rounds;
  if (!first) return null;
  const count = first.reduce((sum, step) => sum + step.reads, 0);
  return `${micros(medianOf(rounds.map(sumOf)))} with ${modeNoun[mode]}, for ${reads(count)}`;
}

function passwordWords(facts: RunView["recording"]["facts"]): string {
  const checks = facts.flatMap((fact) => {
    if (fact.kind !== "mark" || fact.act !== "sign-in") return [];
    // The account is looked up, then the password is checked.
    return stepsIn(fact.detail?.steps).slice(1, 2);
  });
  const [first] = checks.map(({ microseconds }) => microseconds).sort((a, b) => a - b);
  return first === undefined ? "" : `The password took ${(first / 1000).toFixed(0)} ms, in both alike.`;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

interface Step {
  microseconds: number;
  reads: number;
}

const sumOf = (steps: readonly Step[]): number => steps.reduce((sum, step) => sum + step.microseconds, 0);

/** Of what was stored as JSON only what has this form. */
function stepsIn(json: Json | undefined): Step[] {
  if (!Array.isArray(json)) return [];
  return json.flatMap((step) => {
    if (typeof step !== "object" || step === null || Array.isArray(step)) return [];
    const { microseconds, reads } = step;
    return typeof microseconds === "number" && typeof reads === "number" ? [{ microseconds, reads }] : [];
  });
}
