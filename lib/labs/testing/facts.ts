import { DEFAULT_POLICY } from "@/lib/auth/policy";
import type { AnswerFact, RecordedLane, Recording } from "../contract";
import type { DelayQuestion, Promised } from "../delay";

// Made-up records for tests of what is concluded from records: one lane, one device, one act.

export const LIFETIME_MS = 5000;
const jwt = { ...DEFAULT_POLICY.jwt, accessTtlSeconds: LIFETIME_MS / 1000 };

export const LANE: RecordedLane = {
  ...{ id: "jwt", label: "JWT", mode: "jwt", strategy: "expiry-only", refreshes: true },
  ...{ policy: { ...DEFAULT_POLICY, jwt }, graceSeconds: 10, cookieBytes: 700 },
  guarantees: {
    ...{ revokeOne: "at_expiry", revokeAll: "at_expiry", staleClaims: "at_expiry" },
    ...{ readsPerVerify: 0, detectsReuse: true },
  },
};

export function answer(given: Partial<AnswerFact> & Pick<AnswerFact, "at" | "status">): AnswerFact {
  const accepted = given.status === 200 || given.status === 403;
  return {
    ...{
      kind: "answer",
      seq: 1,
      lane: LANE.id,
      device: "phone",
      by: "prober",
      method: "GET",
      resource: "me",
    },
    ...{ late: 0, took: 1, accepted, reason: accepted ? null : "revoked", role: accepted ? "user" : null },
    ...{ reads: 0, renewed: false },
    ...given,
  };
}

interface Asked {
  facts: AnswerFact[];
  acked: number;
  promised: Promised;
}

/** Begun ten milliseconds before it was acknowledged. */
export function question({ facts, acked, promised }: Asked): DelayQuestion {
  const mark = {
    kind: "mark",
    seq: 0,
    lane: null,
    device: null,
    act: "end",
    label: "End",
    ok: true,
  } as const;
  const recording: Recording = {
    ...{ version: 1, lanes: [LANE], devices: [{ id: "phone", label: "Phone" }], seconds: 14, dropped: 0 },
    facts,
  };
  return {
    ...{ recording, lane: LANE, device: "phone", resource: "me", promised },
    mark: { ...mark, at: acked - 10, end: acked },
  };
}
