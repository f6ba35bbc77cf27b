import { describe, expect, it } from "vitest";
import { answer, lane, mark, run, series, verdict } from "@/lib/labs/testing/run";
import { momentsOf, runAt } from "./moments";

const facts = [
  ...series("session", 10, 2100),
  ...series("jwt", 10, 6000, 2000),
  mark(900, 2000),
  ...[
    answer(901, 0, { lane: "cached" }),
    answer(902, 2250, { lane: "cached", status: 401, reason: "revoked" }),
  ],
];
const made = run({}, facts);
const view = {
  ...made,
  recording: { ...made.recording, lanes: [...made.recording.lanes, lane("cached")] },
  conclusion: {
    answers: {},
    verdicts: [
      verdict({ mark: 900, measuredMs: 238 }),
      verdict({
        lane: "jwt",
        mark: 900,
        measuredMs: 3988,
        lastAcceptedMs: 3738,
        watchedMs: 7900,
        agrees: false,
      }),
    ],
  },
};

describe("the moments of a run", () => {
  it("are what was done and when each lane ended, in the order of time, those close together at once", () => {
    expect(momentsOf(view)).toEqual([
      { at: 2012, words: "Sign out" },
      { at: 2250, words: "Refused: revoked. “session”; “cached”" },
      { at: 6000, words: "Refused: revoked. “jwt”" },
    ]);
  });

  it("what is done comes before what it ends, though the last lane is through later", () => {
    const slow = [...view.recording.facts, mark(950, 2010, { lane: "cached", end: 2600 })];
    expect(momentsOf({ recording: { ...view.recording, facts: slow } }).slice(0, 2)).toEqual([
      { at: 2600, words: "Sign out" },
      { at: 2600, words: "Refused: revoked. “session”; “cached”" },
    ]);
  });

  it("a run at one of them has nothing of what came later", () => {
    const then = runAt(view, 2250);
    expect(Math.max(...then.recording.facts.map(({ at }) => at))).toBe(2250);
    expect(then.conclusion.verdicts).toMatchObject([
      { lane: "session", measuredMs: 238 },
      { lane: "jwt", measuredMs: null, watchedMs: 238, agrees: true },
    ]);
    expect(runAt(view, 1900).conclusion.verdicts).toEqual([]);
    expect(runAt(view, 1000).recording.facts.every(({ kind }) => kind === "answer")).toBe(true);
    expect(runAt(view, 10_000).conclusion).toEqual(view.conclusion);
  });
});
