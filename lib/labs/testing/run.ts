// A run made by hand for tests of the picture: lanes that answer four times a second, and an act in the middle. Never
// part of the app.

import type { Guarantees } from "@/lib/auth/contract";
import { DEFAULT_POLICY } from "@/lib/auth/policy";
import type { AnswerFact, Fact, MarkFact, RecordedLane, RunView, Verdict } from "../contract";
import * as facts from "./facts";

export function lane(id: string, changes: Partial<RecordedLane> = {}): RecordedLane {
  const guarantees: Guarantees = {
    revokeOne: "immediate",
    revokeAll: "immediate",
    staleClaims: "immediate",
    readsPerVerify: 1,
    detectsReuse: false,
  };
  const policy = DEFAULT_POLICY;
  const common = { mode: "session", strategy: null, policy, refreshes: false } as const;
  return { id, label: id, guarantees, graceSeconds: 10, cookieBytes: 320, ...common, ...changes };
}

export const answer = (seq: number, at: number, changes: Partial<AnswerFact> = {}): AnswerFact =>
  facts.answer({ seq, at, lane: "session", device: "copy", took: 4, status: 200, reads: 1, ...changes });

export const refused = (seq: number, at: number, changes: Partial<AnswerFact> = {}): AnswerFact =>
  answer(seq, at, { status: 401, ...changes });

export function mark(seq: number, at: number, changes: Partial<MarkFact> = {}): MarkFact {
  const act = { lane: "session", device: "phone", act: "sign-out", label: "Sign out" };
  return facts.mark({ seq, at, end: at + 12, ...act, ...changes });
}

export function verdict(changes: Partial<Verdict> = {}): Verdict {
  return {
    lane: "session",
    device: "copy",
    mark: 9,
    act: "sign-out",
    promised: "immediate",
    promisedMs: 0,
    measuredMs: 118,
    lastAcceptedMs: null,
    watchedMs: 8000,
    agrees: true,
    reason: "revoked",
    acceptedAgainMs: null,
    reads: 1,
    cookieBytes: 320,
    ...changes,
  } as Verdict;
}

/** Every 250 ms for `seconds`; refused from `until` on. */
export function series(lane: string, seconds: number, until: number, from = 1000): Fact[] {
  return Array.from({ length: seconds * 4 }, (_, index) => {
    const [seq, at] = [from + index, index * 250];
    return at < until ? answer(seq, at, { lane }) : refused(seq, at, { lane });
  });
}

export function run(changes: Partial<RunView> = {}, told: Fact[] = []): RunView {
  return {
    id: "run-1",
    lab: "revocation",
    status: "finished",
    failure: null,
    params: {},
    createdAt: "2026-03-01T10:00:00.000Z",
    endedAt: null,
    elapsedMs: 10_000,
    mine: true,
    predictions: {},
    questions: [],
    score: null,
    acts: [],
    live: false,
    recording: facts.recordingOf(told, {
      lanes: [lane("session"), lane("jwt", { mode: "jwt", strategy: "expiry-only" })],
      devices: [{ id: "copy", label: "A copy" }],
      seconds: 10,
    }),
    conclusion: { verdicts: [], answers: {} },
    seq: told.at(-1)?.seq ?? 0,
    ...changes,
  };
}
