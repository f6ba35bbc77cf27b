import "server-only";
import type { Question } from "../contract";
import { ASKED } from "./shared/asked";
import type { Found } from "./shared/judge";

// The questions before a run, and the answers by its cells.

const OPTIONS = [
  { value: "happens", label: "It works" },
  { value: "blocked", label: "It is blocked" },
];

export const QUESTIONS: readonly Question[] = ASKED.map(({ id, label }) => ({ id, label, options: OPTIONS }));

/** By question: what the cell says; null for one that was not tried. */
export function answersFrom(found: ReadonlyMap<string, Found>): Record<string, string | null> {
  const answers = ASKED.map(({ id, cell }) => {
    const happened = found.get(cell)?.finding.happened;
    return [id, happened === undefined ? null : happened ? "happens" : "blocked"] as const;
  });
  return Object.fromEntries(answers);
}
