import { expect } from "vitest";
import type { Effect } from "@/lib/auth/contract";
import type { AnswerFact, MarkFact, RecordedLane, RunView } from "../contract";

// A second judge of what was recorded, for tests: it knows the facts and what a mode promises, and nothing of how
// labs come to their verdicts.

export interface Around {
  mark: MarkFact;
  /** Answered before the act began. */
  before: AnswerFact[];
  /** Sent after the act was acknowledged, in the order of sending. */
  after: AnswerFact[];
}

export function around({ recording }: Pick<RunView, "recording">, lane: string, act: string): Around {
  const mark = recording.facts.find(
    (fact) => fact.kind === "mark" && fact.act === act && (fact.lane ?? lane) === lane,
  );
  if (mark?.kind !== "mark") throw new Error(`Nothing was done in ${lane}.`);
  const asked = recording.facts
    .filter((fact) => fact.kind === "answer")
    .filter((fact) => fact.lane === lane && fact.by === "prober")
    .sort((a, b) => a.at - b.at);
  return {
    mark,
    before: asked.filter(({ at, took }) => at + took < mark.at),
    after: asked.filter(({ at }) => at >= mark.end),
  };
}

/**
 * Every answer is as promised: let in until then, refused from then on. "At expiry" is exact to the whole second in
 * which a token is issued; a sign-in began less than a second before its run.
 */
export function expectPromise(
  { mark, before, after }: Around,
  lane: RecordedLane,
  effect: Effect | "never",
): void {
  expect(before.length).toBeGreaterThan(4);
  expect(after.length).toBeGreaterThan(20);
  expect(before.map(({ status }) => status)).toEqual(before.map(() => 200));
  const letIn = after.filter(({ status }) => status === 200).map(({ at }) => at - mark.end);
  const refused = after.filter(({ status }) => status === 401 || status === 403);
  expect(letIn.length + refused.length).toBe(after.length);
  if (effect === "never") expect(refused).toEqual([]);
  else if (effect === "immediate") expect(letIn).toEqual([]);
  else if (effect === "at_expiry") expectExpiry({ mark, before, letIn, refused }, lane);
  else {
    expect(Math.max(0, ...letIn)).toBeLessThan(effect.withinSeconds * 1000);
    expect(refused).not.toEqual([]);
  }
}

interface Expiring extends Pick<Around, "mark" | "before"> {
  /** Milliseconds after the act. */
  letIn: number[];
  refused: AnswerFact[];
}

function expectExpiry({ mark, before, letIn, refused }: Expiring, lane: RecordedLane): void {
  const lifetime = lane.policy.jwt.accessTtlSeconds * 1000;
  // What was held at the act was issued with the last renewal before it, or at the sign-in.
  const renewal = before.findLast(({ renewed }) => renewed);
  const issued = { from: (renewal?.at ?? -1000) - 1000, to: renewal ? renewal.at + renewal.took : 0 };
  expect(mark.end + Math.max(0, ...letIn)).toBeLessThan(issued.to + lifetime);
  if (lifetime > 60_000) expect(refused).toEqual([]);
  else expect(refused[0]?.at).toBeGreaterThanOrEqual(issued.from + lifetime);
}
