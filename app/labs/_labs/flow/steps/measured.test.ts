import { describe, expect, it } from "vitest";
import type { TraceStep } from "@/lib/auth/contract";
import type { Flow, Round } from "@/lib/labs/flow/recorded";
import {
  decadesOf,
  firstCost,
  measured,
  medianOf,
  placeOf,
  scaleOf,
  spreadWords,
  sums,
  timeWords,
} from "./measured";

const step = (name: string, microseconds: number): TraceStep => ({
  name,
  microseconds,
  outcome: "ok",
  reads: 0,
});
const round = (...signIn: TraceStep[]): Round => ({
  signIn,
  first: { gate: [], steps: [] },
  second: { gate: [], steps: [] },
});
const flowOf = (...rounds: Round[]) => ({ rounds }) as unknown as Flow;
const signIn = (one: Round) => one.signIn;

describe("the times of a step", () => {
  const flow = flowOf(
    round(step("a", 90), step("b", 5)),
    round(step("a", 10), step("b", 6)),
    round(step("a", 30), step("b", 4)),
  );

  it("are those of all rounds, in their order", () => {
    expect(measured(flow, signIn).map(({ name, times }) => [name, times])).toEqual([
      ["a", [90, 10, 30]],
      ["b", [5, 6, 4]],
    ]);
    expect(sums(flow, signIn)).toEqual([95, 16, 34]);
  });

  it("leave out a round that took another way", () => {
    const other = flowOf(round(step("a", 1)), round(step("b", 2)), round(step("a", 3)));
    expect(measured(other, signIn).map(({ times }) => times)).toEqual([[1, 3]]);
  });
});

it("a median stands in the middle, and the first counts like any other", () => {
  expect(medianOf([90, 10, 30])).toBe(30);
  expect(medianOf([1, 2, 3, 10])).toBe(2.5);
});

it("a first time is told only where it cost notably more, and the spread is that of the others", () => {
  expect(firstCost([90, 10, 30])).toBe(90);
  expect(firstCost([31, 30, 32])).toBeNull();
  expect(firstCost([31])).toBeNull();
  expect(spreadWords([90_000, 10_000, 30_400])).toBe("10\u00a0ms to 30\u00a0ms");
  expect(spreadWords([90_000, 30_100, 30_400])).toBe("30\u00a0ms");
  expect(spreadWords([90])).toBeNull();
});

it("times are written with two figures and the unit that fits", () => {
  expect([3.42, 240.4, 1234.5, 41_200].map(timeWords)).toEqual(
    ["3.4 µs", "240 µs", "1.2 ms", "41 ms"].map((words) => words.replace(" ", "\u00a0")),
  );
});

it("all times have their place on one line, from one power of ten to another", () => {
  const scale = scaleOf([3, 240, 41_000]);
  expect(decadesOf(scale)).toEqual([1, 10, 100, 1000, 10_000, 100_000]);
  expect([1, 100_000].map((time) => placeOf(time, scale))).toEqual([0, 100]);
  expect(placeOf(10, scale)).toBeCloseTo(20);
  expect(placeOf(0, scale)).toBe(0);
});
