import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { BATCH, startHousekeeping } from "./housekeeping";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("goes on until nothing is left, a batch at a time, and a store that fails stops no other", async () => {
  const left = { count: 2 * BATCH + 1 };
  const batches: number[] = [];
  const full = {
    async deleteExpired(_now: Date, limit: number) {
      const removed = Math.min(limit, left.count);
      left.count -= removed;
      batches.push(removed);
      return removed;
    },
  };
  const broken = { deleteExpired: () => Promise.reject(new Error("The test took it down.")) };
  const stop = startHousekeeping([broken, full]);
  await vi.advanceTimersByTimeAsync(61_000);
  expect(batches).toEqual([BATCH, BATCH, 1]);
  stop();
  left.count = 1;
  await vi.advanceTimersByTimeAsync(120_000);
  expect(left.count).toBe(1);
});
