import { expect, it } from "vitest";
import { parseDuration, writeDuration } from "./duration";

it.each([
  ["30 min", 1_800],
  [" 45s ", 45],
  ["1 hour", 3_600],
  ["12 H", 43_200],
  ["1 day", 86_400],
  ["14 days", 1_209_600],
  ["900", 900],
  ["0", 0],
])("%j is %d seconds", (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

it.each([
  "",
  " ",
  "min",
  "-60",
  "6.5",
  "1e3",
  "0x10",
  "６０",
  "1 h 30",
  "5 weeks",
  "5 constructor",
  "9".repeat(400),
])("%j is no length of time", (text) => {
  expect(parseDuration(text)).toBeNull();
});

it.each([
  [0, "0 s"],
  [1, "1 s"],
  [61, "61 s"],
  [90, "90 s"],
  [900, "15 min"],
  [5_400, "90 min"],
  [43_200, "12 h"],
  [86_400, "1 day"],
  [1_209_600, "14 days"],
])("%d s is written %j, and read back", (seconds, text) => {
  expect(writeDuration(seconds)).toBe(text);
  expect(parseDuration(text)).toBe(seconds);
});
