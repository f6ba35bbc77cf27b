// A run made by hand for tests of the picture: lanes that answer four times a second, and an act in the middle. Never
// part of the app.

import type { Guarantees, IssuePolicy } from "@/lib/auth/contract";
import { DEFAULT_POLICY } from "@/lib/auth/policy";
import type { AnswerFact, Fact, MarkFact, RecordedLane, RunView, Verdict } from "../../contract";

const guarantees: Guarantees = {
  revokeOne: "immediate",
  revokeAll: "immediate",
  staleClaims: "immediate",
  readsPerVerify: 1,
  detectsReuse: false,
};
const policy: IssuePolicy = DEFAULT_POLICY;

export function lane(id: string, changes: Partial<RecordedLane> = {}): RecordedLane {
  return {
    ...{ id, label: id, mode: "session", strategy: null, policy, guarantees },
    ...{ refreshes: false, graceSeconds: 10, cookieBytes: 320 },
    ...changes,
  };
}

export function answer(seq: number, at: number, changes: Partial<AnswerFact> = {}): AnswerFact {
  return {
    ...{ kind: "answer", seq, lane: "session", device: "copy", by: "prober", method: "GET", resource: "me" },
    ...{
      at,
      late: 0,
      took: 4,
      status: 200,
      accepted: true,
      reason: null,
      role: "user",
      reads: 1,
      renewed: false,
    },
    ...changes,
  };
}

export function refused(seq: number, at: number, changes: Partial<AnswerFact> = {}): AnswerFact {
  return answer(seq, at, { status: 401, accepted: false, reason: "revoked", role: null, ...changes });
}

export function mark(seq: number, at: number, changes: Partial<MarkFact> = {}): MarkFact {
  return {
    ...{ kind: "mark", seq, lane: "session", device: "phone", act: "sign-out", label: "Sign out" },
    ...{ at, end: at + 12, ok: true },
    ...changes,
  };
}

export function verdict(changes: Partial<Verdict> = {}): Verdict {
  return {
    ...{ lane: "session", mark: 9, act: "sign-out", promised: "immediate", promisedMs: 0 },
    ...{ measuredMs: 118, lastAcceptedMs: null, watchedMs: 8000, agrees: true, reason: "revoked" },
    ...{ acceptedAgainMs: null, reads: 1, cookieBytes: 320 },
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

export function run(changes: Partial<RunView> = {}, facts: Fact[] = []): RunView {
  return {
    ...{ id: "run-1", lab: "revocation", status: "finished", failure: null, params: {} },
    ...{ createdAt: "2026-03-01T10:00:00.000Z", endedAt: null, elapsedMs: 10_000, mine: true },
    ...{ predictions: {}, questions: [], score: null, acts: [], live: false },
    recording: {
      version: 1,
      lanes: [lane("session"), lane("jwt", { mode: "jwt", strategy: "expiry-only" })],
      devices: [{ id: "copy", label: "A copy" }],
      seconds: 10,
      facts,
      dropped: 0,
    },
    conclusion: { verdicts: [], answers: {} },
    seq: facts.at(-1)?.seq ?? 0,
    ...changes,
  };
}
