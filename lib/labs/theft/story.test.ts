import { describe, expect, it } from "vitest";
import type { Fact } from "../contract";
import { answer, LANE } from "../testing/facts";
import { answersOf } from "./answers";
import { theft } from "./manifest";
import { ACT } from "./shared/family";
import { detectionOf, storiesOf } from "./shared/story";
import { asDevice, copied, exchange, mark, me, noticed, recordingOf, told } from "./testing/facts";

// What is said of a theft, from made-up facts: who is in, whether a promise was kept, the answers and the words.

describe("who is in", () => {
  it("counts from the first accepted request to the refusal after the last", () => {
    const { owner, thief, bothInMs } = told([
      me("thief", 0.5, 401),
      me("owner", 0.5),
      me("thief", 1),
      me("owner", 5),
      me("thief", 5, 401),
      me("thief", 6),
      me("owner", 7, 401),
      me("thief", 9, 401),
    ]);
    expect(owner).toEqual({ firstInAt: 500, lastInAt: 5000, outAt: 7000, inAtEnd: false });
    expect(thief).toEqual({ firstInAt: 1000, lastInAt: 6000, outAt: 9000, inAtEnd: false });
    expect(bothInMs).toBe(6000);
  });

  it("takes no answer of a server that is down for a refusal", () => {
    const down = answer({ device: "owner", at: 3000, status: 503 });
    expect(told([me("owner", 2), down]).owner).toMatchObject({ outAt: null, inAtEnd: true });
    expect(told([me("owner", 2), me("owner", 3, 401)]).owner).toMatchObject({ outAt: 3000, inAtEnd: false });
  });

  it("is not who was last seen long before the end", () => {
    const { owner, thief } = told([me("thief", 2), me("owner", 2), me("owner", 9)]);
    expect([owner.inAtEnd, thief.inAtEnd]).toEqual([true, false]);
  });
});

describe("what a lane promises to notice", () => {
  const window = LANE.graceSeconds;
  const twice = (at: number) => [exchange("thief", 2, "R1", "R2"), exchange("owner", at, "R1", "R2")];
  const agrees = (facts: Fact[], lane = LANE) => detectionOf(lane, told(facts, lane)).agrees;

  it("is kept by a second exchange within the window, and broken by one after it that went through", () => {
    expect(agrees(twice(2 + window - 0.1))).toBe(true);
    expect(agrees(twice(2 + window + 0.1))).toBe(false);
  });

  it("is broken when a spent token leads on though its successor is spent as well", () => {
    const [first, second] = twice(6);
    const successorSpent = exchange("thief", 4, "R2", "R3");
    if (!first || !second) throw new Error("There are two.");
    expect(agrees([first, successorSpent])).toBe(true);
    expect(agrees([first, successorSpent, second])).toBe(false);
  });

  it("is kept by a notice after the window, and broken by one within it", () => {
    const notice = (at: number) => [
      copied(1),
      exchange("thief", 2, "R1", "R2"),
      noticed(at, asDevice("owner")),
    ];
    expect(agrees(notice(2 + window + 0.1))).toBe(true);
    expect(agrees(notice(2 + window - 0.1))).toBe(false);
  });

  it("is nothing without rotation: there a notice is a contradiction", () => {
    const lane = { ...LANE, guarantees: { ...LANE.guarantees, detectsReuse: false } };
    expect(agrees(twice(2 + window + 0.1), lane)).toBe(true);
    expect(agrees([noticed(3, asDevice("owner"))], lane)).toBe(false);
  });
});

describe("the answers", () => {
  const end = [me("owner", 19.5), me("thief", 19.5)];

  it("are told of a run that came to its end with a theft, and of no other", () => {
    const whole = recordingOf([copied(1), ...end]);
    expect(answersOf(whole, storiesOf(whole))).toMatchObject({
      jwt: "both",
      noticed: "none",
      "given-away": "nobody",
    });
    for (const facts of [[copied(1), me("owner", 10), me("thief", 10)], end]) {
      const recording = recordingOf(facts);
      expect(new Set(Object.values(answersOf(recording, storiesOf(recording))))).toEqual(new Set([null]));
    }
  });

  it("name the lanes that noticed, and who gave it away where they agree", () => {
    const lane = { ...LANE, id: "grace-0" };
    const inLane = (fact: Fact): Fact => ({ ...fact, lane: lane.id });
    const facts = [copied(1), exchange("owner", 2, "R1", "R2"), noticed(3, asDevice("thief")), ...end].map(
      inLane,
    );
    const recording = recordingOf(facts, lane);
    expect(answersOf(recording, storiesOf(recording))).toMatchObject({ noticed: "0", "given-away": "thief" });
  });
});

const params = theft.params.parse({});
const judged = (act: string, ok: boolean) => {
  const facts = [copied(1), me("thief", 2), { ...mark(act, 3), ok }, me("thief", 4), me("thief", 9)];
  return theft.conclude(recordingOf(facts), params).verdicts;
};

describe.each([ACT.signOut, ACT.password])("the owner's %s", (act) => {
  it("is held against the thief's later requests where it was done", () => {
    expect(judged(act, true)).toMatchObject([{ act, agrees: false }]);
  });

  it("promises nothing where it was refused", () => {
    expect(judged(act, false)).toEqual([]);
  });
});

it("an attempt to copy that got nothing ends no watch and begins no theft", () => {
  const nothing = { ...copied(5), ok: false };
  const facts = [copied(1), me("thief", 2), mark(ACT.signOut, 3), me("thief", 4), nothing, me("thief", 9)];
  const conclude = (all: typeof facts) => theft.conclude(recordingOf(all), params);
  expect(conclude(facts).verdicts).toMatchObject([{ watchedMs: 6000 }]);
  expect(conclude([nothing, me("thief", 9)]).detail).toMatchObject({ lanes: [{ copiedAt: null }] });
  expect(conclude([copied(1), me("thief", 9)]).detail).toMatchObject({ lanes: [{ copiedAt: 1000 }] });
});
