import { expect } from "vitest";
import type { Effect } from "@/lib/auth/contract";
import type { AnswerFact, MarkFact, RecordedLane, RunView } from "../contract";

// A second judge of what was recorded, for tests: it knows the facts and what a mode promises, and nothing of how
// labs come to their verdicts.

export interface Around {
  mark: MarkFact;
  /** Answered before the act began. */
  before: AnswerFact[];
  /** Sent before the act was acknowledged: what they brought is what was held then. */
  sentBefore: AnswerFact[];
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
    sentBefore: asked.filter(({ at }) => at < mark.end),
    after: asked.filter(({ at }) => at >= mark.end),
  };
}

/** The first request of the second second after the act; null where nobody asked then. */
export function aSecondLater({ mark, after }: Around): AnswerFact | null {
  const first = after.find(({ at }) => at >= mark.end + 1000);
  return first && first.at < mark.end + 2000 ? first : null;
}

/**
 * Every answer is as promised: let in until then, refused from then on. "At expiry" is the expiry of what was held
 * at the act: not later than by its issue, and not sooner than by what the verifier said of it.
 */
export function expectPromise(
  { mark, before, sentBefore, after }: Around,
  lane: RecordedLane,
  effect: Effect | "never",
): void {
  expect(before.length).toBeGreaterThan(1);
  // Four a second were asked for; a busy machine may make fewer of them.
  expect(after.length).toBeGreaterThan(5);
  expect(before.map(({ status }) => status)).toEqual(before.map(() => 200));
  const letIn = after.filter(({ status }) => status === 200).map(({ at }) => at - mark.end);
  const refused = after.filter(({ status }) => status === 401 || status === 403);
  expect(letIn.length + refused.length).toBe(after.length);
  if (effect === "never") expect(refused).toEqual([]);
  else if (effect === "immediate") expect(letIn).toEqual([]);
  else if (effect === "at_expiry") expectExpiry({ mark, sentBefore, letIn, refused }, lane);
  else {
    expect(Math.max(0, ...letIn)).toBeLessThan(effect.withinSeconds * 1000);
    expect(refused).not.toEqual([]);
  }
}

interface Expiring extends Pick<Around, "mark" | "sentBefore"> {
  /** Milliseconds after the act. */
  letIn: number[];
  refused: AnswerFact[];
}

function expectExpiry({ mark, sentBefore, letIn, refused }: Expiring, lane: RecordedLane): void {
  const lifetime = lane.policy.jwt.accessTtlSeconds * 1000;
  const renewal = sentBefore.findLast(({ renewed }) => renewed);
  const issuedAt = renewal ? Math.min(renewal.at + renewal.took, mark.end) : 0;
  for (const after of letIn) expect(mark.end + after).toBeLessThan(issuedAt + lifetime);
  if (lifetime > 60_000) expect(refused).toEqual([]);
  else {
    const [first] = refused;
    const said = Math.max(0, ...sentBefore.flatMap(({ endsAt }) => endsAt ?? []));
    expect(said).toBeGreaterThan(0);
    expect(first && first.at + first.took).toBeGreaterThanOrEqual(said - 5);
  }
}
