import { describe, expect, it } from "vitest";
import type { AnswerFact, MarkFact, RecordedLane } from "../contract";
import { answer, LANE, mark } from "../testing/facts";
import type { Promised } from "./delay";
import { concludeEvent } from "./one-event";

// What a prediction is held against, from made-up facts: the answer a second after the event, unless chance made it.

const EVENT = 2000;
const ASKED = EVENT + 1100;
const DONE = mark({ act: "end", at: EVENT - 10, end: EVENT });

interface Told {
  promised: Promised;
  status: 200 | 401 | 403;
  /** Of the access token, in seconds. */
  lifetime?: number;
  /** When the credential of the time before the event ends. */
  endsAt?: number;
  mark?: Partial<MarkFact>;
}

function conclude({ promised, status, lifetime = 60, endsAt, mark }: Told) {
  const { policy } = LANE;
  const lane: RecordedLane = {
    ...LANE,
    policy: { ...policy, jwt: { ...policy.jwt, accessTtlSeconds: lifetime } },
  };
  const before: AnswerFact = answer({
    at: EVENT - 500,
    status: 200,
    ...(endsAt !== undefined && { endsAt }),
  });
  return concludeEvent({
    recording: {
      version: 1,
      lanes: [lane],
      devices: [],
      seconds: 14,
      dropped: 0,
      facts: [before, { ...DONE, ...mark }, answer({ at: ASKED, status })],
    },
    act: "end",
    device: "phone",
    resource: "me",
    promised: () => promised,
    through: "in",
    refused: "out",
  });
}
const said = (told: Told) => conclude(told).answers[LANE.id];

describe("at expiry", () => {
  const promised: Promised = { effect: "at_expiry" };

  it.each([2, 3, 4])("a lifetime of %i s may be over by then or not, and scores nothing", (lifetime) => {
    for (const endsAt of [EVENT + 300, ASKED + 400])
      for (const status of [200, 401, 403] as const)
        expect(said({ promised, status, lifetime, endsAt })).toBeNull();
  });

  it("a lifetime of 5 s or more is not over by then, and scores", () => {
    for (const lifetime of [5, 6, 60]) {
      const endsAt = (lifetime - 1) * 1000;
      expect(said({ promised, status: 200, lifetime, endsAt })).toBe("in");
      // A lane that is refused all the same is told as it was.
      expect(said({ promised, status: 401, lifetime, endsAt })).toBe("out");
    }
  });

  it("one that had ended by then, by the verifier's own word, scores nothing", () => {
    expect(said({ promised, status: 401, lifetime: 5, endsAt: ASKED - 100 })).toBeNull();
    expect(said({ promised, status: 401, lifetime: 5, endsAt: ASKED + 100 })).toBe("out");
  });
});

it("what is to end at once scores, however short it lives", () => {
  const promised: Promised = { effect: "immediate" };
  expect(said({ promised, status: 401, lifetime: 2, endsAt: ASKED - 100 })).toBe("out");
  expect(said({ promised, status: 200, lifetime: 2, endsAt: ASKED - 100 })).toBe("in");
});

it("what may come back with new credentials scores only where the old ones were not over yet", () => {
  const promised: Promised = { effect: "immediate", mayReturn: true };
  for (const status of [200, 401] as const)
    expect(said({ promised, status, lifetime: 2, endsAt: EVENT + 900 })).toBeNull();
  expect(said({ promised, status: 401, lifetime: 6, endsAt: 5500 })).toBe("out");
});

it.each([
  [1, "out"],
  [2, null],
  [3, null],
  [4, "out"],
])("a cache of %i s scores where it is surely over by then, or surely not", (withinSeconds, expected) => {
  expect(said({ promised: { effect: { withinSeconds } }, status: 401 })).toBe(expected);
});

it("what never ends scores", () => {
  expect(said({ promised: { effect: "never" }, status: 200, lifetime: 2 })).toBe("in");
});

it("an event that was refused has neither a verdict nor an answer", () => {
  const told: Told = { promised: { effect: "immediate" }, status: 200 };
  expect(conclude(told).verdicts).toHaveLength(1);
  expect(conclude({ ...told, mark: { ok: false } })).toEqual({ verdicts: [], answers: { [LANE.id]: null } });
});
