import { describe, expect, it } from "vitest";
import { cpuMicroseconds, measureBlocks, quantile, type Subject, speedRatio, timeRatio } from "./blocks";

/** Counts `perSecond` for every second it is asked for, and says in which order it was asked. */
function subject(name: string, perSecond: number, asked: string[] = []): Subject {
  return {
    name,
    async run(milliseconds) {
      asked.push(name);
      const count = (perSecond * milliseconds) / 1000;
      return { count, milliseconds, cpuMilliseconds: milliseconds / 2 };
    },
  };
}
const ROUNDS = { rounds: 40, blockMilliseconds: 100 };

describe("measureBlocks", () => {
  it("gives each subject one block a round, in an order that changes, and does not count the first quarter", async () => {
    const asked: string[] = [];
    const blocks = await measureBlocks([subject("a", 1, asked), subject("b", 1, asked)], ROUNDS);
    expect([blocks.get("a")?.length, blocks.get("b")?.length]).toEqual([40, 40]);
    const rounds = Array.from({ length: 50 }, (_, round) => asked.slice(2 * round, 2 * round + 2).join(""));
    expect(new Set(rounds)).toEqual(new Set(["ab", "ba"]));
  });

  it("tells how fast one is beside the other, and how much of the processor one takes", async () => {
    const blocks = await measureBlocks([subject("slow", 900), subject("fast", 1000)], ROUNDS);
    const [slow = [], fast = []] = [blocks.get("slow"), blocks.get("fast")];
    expect(speedRatio(slow, fast)).toEqual({ ratio: 0.9, low: 0.9, high: 0.9 });
    expect(timeRatio(slow, fast).ratio).toBeCloseTo(1 / 0.9);
    expect(cpuMicroseconds(fast)).toBeCloseTo(500);
  });
});

it("a disturbed round moves the ratio no further than its bounds say", () => {
  const block = (count: number) => ({ count, milliseconds: 100, cpuMilliseconds: null });
  const calm = Array.from({ length: 40 }, (_, round) => block(100 + (round % 2)));
  const disturbed = calm.map(({ count }, round) => block(round < 8 ? count / 3 : count));
  const { ratio, low, high } = speedRatio(disturbed, calm);
  expect(ratio).toBe(1);
  expect([low, high]).toEqual([1, 1]);
  expect(cpuMicroseconds(calm)).toBeNull();
});

it.each([
  [0.5, 3],
  [0, 1],
  [1, 5],
  [0.25, 2],
  [0.125, 1.5],
])("of 1 to 5 the quantile %d is %d", (share, expected) => {
  expect(quantile([5, 3, 1, 2, 4], share)).toBe(expected);
});
