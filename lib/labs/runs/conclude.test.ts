import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type { Conclusion, Recording } from "../contract";
import type { Lab } from "../lab";
import { answer, mark, run, verdict } from "../testing/run";
import { concludedOf, concludeRun, LONG } from "./conclude";
import { scoreOf } from "./run-view";

// What is told of a run that recorded more than it keeps, and how often it is worked out.

const WHOLE: Conclusion = {
  verdicts: [
    verdict({ lane: "refused", measuredMs: 118 }),
    verdict({ lane: "to-the-end", measuredMs: null }),
    verdict({ lane: "too-long", measuredMs: null, agrees: false }),
  ],
  answers: { refused: "refused", late: null },
  detail: { held: 2 },
};
const conclude = vi.fn(() => structuredClone(WHOLE));
const lab: Lab = {
  name: "a-lab",
  title: "A lab",
  question: "",
  does: "",
  fields: [],
  questions: [],
  params: z.object({}),
  conclude,
  plan: () => {
    throw new Error("Nothing is planned here.");
  },
};
const recording = (changes: Partial<Recording> = {}): Recording => ({
  ...run({}, [answer(1, 0), mark(2, 10)]).recording,
  ...changes,
});

it("a recording with all its facts is concluded as the lab does it", () => {
  const conclusion = concludeRun(lab, recording(), {});
  expect(conclusion).toEqual(WHOLE);
  expect(scoreOf({ refused: "refused" }, conclusion)).toEqual({ right: 1, of: 1 });
});

it("with facts that were not kept nothing is scored, and no lane counts as accepted to the end", () => {
  const conclusion = concludeRun(lab, recording({ dropped: 1 }), {});
  expect(scoreOf({ refused: "refused", late: "x" }, conclusion)).toBeNull();
  expect(conclusion.answers).toEqual({ refused: null, late: null });
  expect(conclusion.verdicts.map(({ lane }) => lane)).toEqual(["refused", "too-long"]);
  expect(conclusion.detail).toEqual(WHOLE.detail);
});

describe("what is remembered", () => {
  const remembered = (source: object, changes: Partial<Recording> = {}, running = true) =>
    concludedOf({ source, lab, params: {}, running }, recording(changes));
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["performance"] });
    conclude.mockClear();
  });
  afterEach(() => vi.useRealTimers());

  it("is concluded once for each state of a run, and for each run apart", () => {
    const [one, other] = [{}, {}];
    const first = remembered(one);
    expect(remembered(one)).toBe(first);
    expect(conclude).toHaveBeenCalledTimes(1);
    for (const change of [{ facts: [answer(1, 0)] }, { dropped: 1 }, { seconds: 4 }]) remembered(one, change);
    expect(conclude).toHaveBeenCalledTimes(4);
    expect(remembered(one, { dropped: 1 }).conclusion.answers).toEqual({ refused: null, late: null });
    expect(remembered(other)).not.toBe(first);
  });

  it("of a long run stands for a while, whole, but not for its end, and never of a short run", () => {
    conclude.mockImplementation(() => {
      vi.advanceTimersByTime(10);
      return structuredClone(WHOLE);
    });
    const facts = (count: number) => ({
      facts: Array.from({ length: count }, (_, at) => answer(at + 1, at)),
    });
    const counted = ({ recording: { facts } }: ReturnType<typeof remembered>) => facts.length - LONG;
    const [long, short] = [{}, {}];
    expect(counted(remembered(long, facts(LONG)))).toBe(0);
    vi.advanceTimersByTime(180);
    expect(counted(remembered(long, facts(LONG + 1)))).toBe(0);
    expect(counted(remembered(long, facts(LONG + 1), false))).toBe(1);
    vi.advanceTimersByTime(200);
    expect(counted(remembered(long, facts(LONG + 2)))).toBe(2);
    expect(counted(remembered(short, facts(LONG - 2)))).toBe(-2);
    expect(counted(remembered(short, facts(LONG - 1)))).toBe(-1);
  });
});
