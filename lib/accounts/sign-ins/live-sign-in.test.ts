import { expect, it } from "vitest";
import { isRecent } from "./live-sign-in";

const MINUTE = 60_000;
const now = new Date(Date.UTC(2026, 0, 15, 12));
const givenAgo = (milliseconds: number) =>
  isRecent({ authenticatedAt: new Date(now.getTime() - milliseconds) }, { now: () => now });

it("a password is recent for fifteen minutes", () => {
  expect([0, 1, 15 * MINUTE - 1].map(givenAgo)).toEqual([true, true, true]);
  expect([15 * MINUTE, 60 * MINUTE].map(givenAgo)).toEqual([false, false]);
});

it("one that was given in the future is not: the clock was wrong then", () => {
  expect([-1, -MINUTE, -60 * 24 * MINUTE].map(givenAgo)).toEqual([false, false, false]);
});
