import { describe, expect, it } from "vitest";
import { theft } from "./manifest";
import { ACT } from "./shared/family";
import { copied, mark, me, recordingOf } from "./testing/facts";

// What is judged of an owner's attempts to end it, from made-up facts.

const params = theft.params.parse({});
const judged = (act: string, ok: boolean) => {
  const facts = [copied(1), me("thief", 2), { ...mark(act, 3), ok }, me("thief", 4), me("thief", 9)];
  return theft.conclude(recordingOf(facts), params).verdicts;
};

describe.each([ACT.signOut, ACT.password])("%s", (act) => {
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
