import { describe, expect, it } from "vitest";
import type { RunStatus, Verdict } from "@/lib/labs/contract";
import { lane, run, verdict } from "@/lib/labs/testing/run";
import { drawRun } from "./run-picture";
import { textWidth } from "./shapes";
import { outcomeOf, reasonOf } from "./told";

const LANES = [
  lane("session"),
  lane("jwt-alone", { mode: "jwt", strategy: "expiry-only" }),
  lane("jwt-denylist", { mode: "jwt", strategy: "denylist" }),
];
function view(
  verdicts: Verdict[],
  { status = "finished" as RunStatus, dropped = 0, lab = "revocation" } = {},
) {
  const made = run({ status, lab }, []);
  const recording = { ...made.recording, lanes: LANES, dropped };
  return { ...made, recording, conclusion: { answers: {}, verdicts } };
}
const session = verdict({ measuredMs: 30 });
const alone = (changes: Partial<Verdict> = {}) =>
  verdict({ lane: "jwt-alone", measuredMs: 7300, ...changes });
const denylist = (changes: Partial<Verdict> = {}) =>
  verdict({ lane: "jwt-denylist", measuredMs: 34, ...changes });

describe("a run of one event", () => {
  it.each([
    [
      "looking up makes the difference",
      [session, alone(), denylist()],
      "A session ended in 0.03 s; a JWT that nobody looks up went on for 7.30 s; a denylist made it 0.03 s at one read a request.",
    ],
    [
      "one was never refused",
      [session, alone({ measuredMs: null, watchedMs: 8000 })],
      "A session ended in 0.03 s; a JWT that nobody looks up still got in after 8.00 s.",
    ],
    [
      "all ended at once, so nothing is owed to the list",
      [alone({ measuredMs: 90 }), denylist({ reads: 0 })],
      "A JWT that nobody looks up ended in 0.09 s; with a denylist it ended in 0.03 s.",
    ],
    [
      "a mode broke its promise",
      [{ ...session, agrees: false }],
      "A session ended in 0.03 s. 1 of 3 lanes did not do what their mode promises.",
    ],
    ["it was faster than is told", [verdict({ measuredMs: 2 })], "A session ended in under 0.01 s."],
    ["there is no verdict", [], null],
  ] satisfies [string, Verdict[], string | null][])("says what came of it: %s", (_what, verdicts, words) => {
    expect(outcomeOf(view(verdicts))).toBe(words);
  });

  it("says why an answer is right: what was measured, what its check asks, and what the lab adds", () => {
    const made = view([session, alone({ lastAcceptedMs: 7050, why: "Its key is gone." })]);
    expect(reasonOf(made, "session")).toBe(
      "The very next request was refused, 0.03 s after the event. Its row is read for every request.",
    );
    expect(reasonOf(made, "jwt-alone")).toMatch(
      /^It was last let in 7\.05 s after the event, and refused after 7\.30 s\. Nothing is looked up: .* Its key is gone\.$/,
    );
    expect(reasonOf(made, "jwt-denylist")).toBeNull();
  });
});

it("nothing is said while the run goes on, where a part was not kept, and of an unknown lab", () => {
  const verdicts = [session, alone()];
  expect(outcomeOf(view(verdicts, { status: "running" }))).toBeNull();
  expect(outcomeOf(view(verdicts, { dropped: 1 }))).toBeNull();
  expect(outcomeOf(view(verdicts, { lab: "constructor" }))).toBeNull();
  expect(outcomeOf(view(verdicts))).not.toBeNull();
});

it("the exported picture says the same sentence, in lines that fit it", () => {
  const svg = drawRun(view([session, alone(), denylist()]), {
    title: "Stopwatch",
    address: "http://localhost",
  });
  const lines = [...svg.matchAll(/font-size="18"[^>]*>([^<]*)</g)].map(([, text = ""]) => text);
  expect(lines.join(" ").replaceAll("\u00a0", " ")).toBe(outcomeOf(view([session, alone(), denylist()])));
  for (const line of lines) expect(textWidth(line, 18, true)).toBeLessThanOrEqual(1120);
});
