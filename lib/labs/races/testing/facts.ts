import type { AnswerFact, Fact, MarkFact, RecordedLane, Recording } from "../../contract";
import { ROUNDS, type Round } from "../count.client";
import { RACE_LANES } from "../lanes";

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

export const again = (lane: string, exchanged: Exchanged[]): Fact[] =>
  round(lane, "exchange-again", exchanged);

function round(lane: string, name: Round, exchanged: readonly Exchanged[]): Fact[] {
  return [...exchanged.map((one) => answer(lane, name, one)), mark(lane, name)];
}

export function answer(lane: string, round: Round, exchanged: Exchanged): AnswerFact {
  const [presented, received] = exchanged ?? [];
  return {
    ...{ kind: "answer", seq: 0, lane, device: "browser", by: "act", method: "GET", resource: "me" },
    ...{ at: ROUNDS.indexOf(round) * 1000, late: 0, took: 5, reads: 0, role: exchanged ? "user" : null },
    ...{ status: exchanged ? 200 : 401, accepted: exchanged !== null, reason: exchanged ? null : "revoked" },
    renewed: exchanged !== null,
    ...(presented && received ? { refresh: { presented, received } } : {}),
    detail: { round, tab: 1 },
  };
}

export function mark(lane: string, act: string): MarkFact {
  return { kind: "mark", seq: 0, lane, device: null, act, label: act, at: 0, end: 1, ok: true };
}

export function recordingOf(facts: readonly Fact[]): Recording {
  const lanes: RecordedLane[] = RACE_LANES.map(({ id, label, mode, policy, graceSeconds = 0 }) => ({
    ...{ id, label, mode, policy, graceSeconds, strategy: "expiry-only", refreshes: true, cookieBytes: 600 },
    guarantees: {
      ...{ revokeOne: "at_expiry", revokeAll: "at_expiry", staleClaims: "at_expiry" },
      ...{ readsPerVerify: 0, detectsReuse: true },
    },
  }));
  const devices = [{ id: "browser", label: "Your browser" }];
  return { version: 1, lanes, devices, seconds: 6, facts: [...facts], dropped: 0 };
}
