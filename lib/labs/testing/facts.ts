import { DEFAULT_POLICY } from "@/lib/auth/policy";
import type { DelayQuestion, Promised } from "../common/delay";
import type { AnswerFact, Fact, MarkFact, RecordedLane, Recording } from "../contract";

// Made-up records for tests of what is concluded from records: one lane, one device, one act.

export const LIFETIME_MS = 5000;
const jwt = { ...DEFAULT_POLICY.jwt, accessTtlSeconds: LIFETIME_MS / 1000 };

export const LANE: RecordedLane = {
  id: "jwt",
  label: "JWT",
  mode: "jwt",
  strategy: "expiry-only",
  refreshes: true,
  policy: { ...DEFAULT_POLICY, jwt },
  graceSeconds: 10,
  cookieBytes: 700,
  guarantees: {
    revokeOne: "at_expiry",
    revokeAll: "at_expiry",
    staleClaims: "at_expiry",
    readsPerVerify: 0,
    detectsReuse: true,
  },
};

export function answer(given: Partial<AnswerFact> & Pick<AnswerFact, "at" | "status">): AnswerFact {
  const accepted = given.status < 300 || given.status === 403;
  return {
    kind: "answer",
    seq: 1,
    lane: LANE.id,
    device: "phone",
    by: "prober",
    method: "GET",
    resource: "me",
    late: 0,
    took: 1,
    accepted,
    reason: accepted ? null : "revoked",
    role: accepted ? "user" : null,
    reads: 0,
    renewed: false,
    ...given,
  };
}

/** Done at once, in all lanes, by the operator. */
export function mark(given: Partial<MarkFact> & Pick<MarkFact, "act">): MarkFact {
  const { act, at = 0 } = given;
  return { kind: "mark", seq: 0, lane: null, device: null, label: act, at, end: at, ok: true, ...given };
}

export function recordingOf(facts: readonly Fact[], given: Partial<Recording> = {}): Recording {
  return { version: 1, lanes: [LANE], devices: [], seconds: 20, facts: [...facts], dropped: 0, ...given };
}

interface Asked {
  facts: AnswerFact[];
  acked: number;
  promised: Promised;
}

/** Begun ten milliseconds before it was acknowledged. */
export function question({ facts, acked, promised }: Asked): DelayQuestion {
  const recording = recordingOf(facts, { devices: [{ id: "phone", label: "Phone" }], seconds: 14 });
  const ended = mark({ act: "end", at: acked - 10, end: acked });
  return { recording, lane: LANE, device: "phone", resource: "me", promised, mark: ended };
}
