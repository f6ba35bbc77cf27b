import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { whenDue } from "./due";

// By a clock of the test's own, which the timers do not follow.

let clock: number;
let doneAt: number[];
const now = () => clock;
const fireAt = (milliseconds: number) => {
  clock = milliseconds;
  vi.runOnlyPendingTimers();
};

beforeEach(() => {
  vi.useFakeTimers();
  [clock, doneAt] = [0, []];
});
afterEach(() => vi.useRealTimers());

it("a timer that fires too early is set again, as often as it takes, and the work is done once", () => {
  whenDue(600, now, () => doneAt.push(clock));
  for (const early of [598, 599.2, 599.95]) fireAt(early);
  expect(doneAt).toEqual([]);
  fireAt(600);
  fireAt(700);
  expect([doneAt, vi.getTimerCount()]).toEqual([[600], 0]);
});

it("what is forgotten is not done, also after a timer that came early", () => {
  const forget = whenDue(600, now, () => doneAt.push(clock));
  fireAt(599.95);
  forget();
  fireAt(700);
  expect([doneAt, vi.getTimerCount()]).toEqual([[], 0]);
});
