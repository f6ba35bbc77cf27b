import { expect, it } from "vitest";
import type { Verdict } from "@/lib/labs/contract";
import { lane, run, verdict } from "@/lib/labs/testing/run";
import { outcomeOf } from "./outcome";

const view = (verdicts: Verdict[], status: "finished" | "running" = "finished") => {
  const made = run({ status }, []);
  const lanes = [lane("session", { label: "Database session" }), lane("jwt", { label: "JWT alone, 10 s" })];
  return { ...made, recording: { ...made.recording, lanes }, conclusion: { answers: {}, verdicts } };
};
const session = verdict({ measuredMs: 30 });
const jwt = (changes: Partial<Verdict> = {}) => verdict({ lane: "jwt", measuredMs: 7790, ...changes });

it.each([
  [
    "one went on",
    [session, jwt()],
    "1 of 2 were refused within 0.50 s of their end. “JWT alone, 10 s” went on the longest: 7.79 s.",
  ],
  [
    "one was never refused",
    [session, jwt({ measuredMs: null, watchedMs: 8000 })],
    "1 of 2 were refused within 0.50 s of their end. “JWT alone, 10 s” was still accepted after 8.00 s.",
  ],
  [
    "all ended at once",
    [session, jwt({ measuredMs: 90 })],
    "2 of 2 were refused within 0.50 s of their end.",
  ],
  ["nothing was to end", [jwt({ promised: "never", promisedMs: null })], null],
  ["there is no verdict", [], null],
] satisfies [string, Verdict[], string | null][])("says what came of a run: %s", (_what, verdicts, words) => {
  expect(outcomeOf(view(verdicts))).toBe(words);
});

it("says nothing while the run goes on", () => {
  expect(outcomeOf(view([session, jwt()], "running"))).toBeNull();
});
