import type { AnswerFact, Fact, MarkFact, Recording } from "../../contract";
import * as facts from "../../testing/facts";
import { RACE_LANES } from "../lanes";
import { ROUNDS, type Round } from "../shared/count";

// Facts of a race made by hand, for what is concluded from facts alone.

/** A tab's exchange: from which token to which; null: it was refused. */
export type Exchanged = [presented: string, received: string] | null;

/** The first round: every tab brings R1. */
export function race(lane: string, received: (string | null)[]): Fact[] {
  return round(
    lane,
    "race",
    received.map((token) => (token === null ? null : ["R1", token])),
  );
}

/** The last round, a tab each: "R2>R3 -" when one exchanges R2 for R3 and another is refused. */
export const again = (lane: string, exchanged: string): Fact[] =>
  round(
    lane,
    "exchange-again",
    exchanged.split(" ").map((one) => {
      const [presented, received] = one.split(">");
      return presented && received ? [presented, received] : null;
    }),
  );

function round(lane: string, name: Round, exchanged: readonly Exchanged[]): Fact[] {
  return [...exchanged.map((one) => answer(lane, name, one)), mark(lane, name)];
}

export function answer(lane: string, round: Round, exchanged: Exchanged): AnswerFact {
  const [presented, received] = exchanged ?? [];
  return facts.answer({
    lane,
    device: "browser",
    by: "act",
    at: ROUNDS.indexOf(round) * 1000,
    status: exchanged ? 200 : 401,
    renewed: exchanged !== null,
    ...(presented && received ? { refresh: { presented, received } } : {}),
    detail: { round, tab: 1 },
  });
}

export const mark = (lane: string, act: string): MarkFact => facts.mark({ lane, act, end: 1 });

export function recordingOf(all: readonly Fact[]): Recording {
  const lanes = RACE_LANES.map(({ id, label, policy, graceSeconds = 0 }) => ({
    ...facts.LANE,
    id,
    label,
    policy,
    graceSeconds,
  }));
  return facts.recordingOf(all, { lanes, devices: [{ id: "browser", label: "Your browser" }], seconds: 6 });
}
