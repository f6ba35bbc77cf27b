import { describe, expect, it } from "vitest";
import type { RunView, Verdict } from "../../contract";
import type { TestLabs } from "../../testing/runs";
import { GRACES, graceLane } from "../lanes";
import type { LaneStory } from "../shared/family";
import { detectionOf, storiesOf } from "../shared/story";

// Whole thefts for the tests, side by side, and what holds for every one of them.

export const ROTATING = GRACES.map(graceLane);
/** Asked four times a second on a busy machine. */
export const PROBE_MS = 700;

export interface Thefts {
  run(labs: TestLabs): Promise<void>;
  runOf(name: string): RunView;
  storyOf(name: string, lane: string): LaneStory;
  verdictOf(name: string, lane: string, act: string): Verdict;
}

/** `params`: by the name of the run. All are run at once. */
export function thefts(params: Record<string, Record<string, string>>): Thefts {
  const runs = new Map<string, RunView>();
  const predictions = { noticed: "0 10", "given-away": "owner", session: "owner" };
  const runOf = (name: string) => must(runs.get(name));
  return {
    async run(labs) {
      const all = Object.entries(params).map(async ([name, chosen]) =>
        runs.set(name, await labs.run("theft", chosen, predictions)),
      );
      await Promise.all(all);
    },
    runOf,
    storyOf: (name, lane) => must(storiesOf(runOf(name).recording).find((story) => story.lane === lane)),
    verdictOf: (name, lane, act) =>
      must(runOf(name).conclusion.verdicts.find((verdict) => verdict.lane === lane && verdict.act === act)),
  };
}

export function must<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error("It is not in the recording.");
  return value;
}

/** To be called in the body of a test file. */
export function describeEvery(names: readonly string[], { runOf }: Thefts): void {
  describe.each(names)("the run %s", (name) => {
    it("comes to its end, and agrees with the guarantees of every lane", () => {
      const { status, recording, conclusion } = runOf(name);
      expect(status).toBe("finished");
      expect(conclusion.verdicts.filter(({ agrees }) => !agrees)).toEqual([]);
      const stories = storiesOf(recording);
      expect(recording.lanes.map((lane, index) => detectionOf(lane, must(stories[index])).agrees)).toEqual(
        recording.lanes.map(() => true),
      );
      expect(conclusion.detail).toMatchObject({ lanes: stories });
    });

    it("is noticed nowhere but where the mode promises to notice", () => {
      const { recording } = runOf(name);
      const promising = recording.lanes.filter(
        ({ guarantees, refreshes }) => guarantees.detectsReuse && refreshes,
      );
      expect(promising.map(({ id }) => id)).toEqual(ROTATING);
      for (const { lane, notices } of storiesOf(recording))
        if (!ROTATING.includes(lane)) expect(notices).toEqual([]);
    });

    it("lets the thief in with the copy in every lane, and never without it", () => {
      const { recording } = runOf(name);
      for (const { lane, thief, copiedAt } of storiesOf(recording)) {
        expect(must(thief.firstInAt)).toBeGreaterThan(must(copiedAt));
        const before = recording.facts.filter(
          (fact) =>
            fact.kind === "answer" &&
            fact.device === "thief" &&
            fact.lane === lane &&
            fact.at < must(copiedAt),
        );
        expect(before.every((fact) => fact.kind === "answer" && fact.status === 401)).toBe(true);
      }
    });

    it("keeps no token in what is recorded", () => {
      expect(JSON.stringify(runOf(name))).not.toMatch(/eyJ|__Host-lab|[A-Za-z0-9_-]{43}/);
    });
  });
}
