import { z } from "zod";

// A parameter that is a whole number, as a form sends it: what it takes, and what is said to anything else.

/** By its plural: what stands beside the number 1. */
const ONE = {
  seconds: "second",
  minutes: "minute",
  hours: "hour",
  days: "day",
  milliseconds: "millisecond",
  requests: "request",
} as const;
type Unit = keyof typeof ONE;

export function wholeNumber(unit: Unit, min: number, max: number, fallback: number) {
  const wanted = `Please enter a whole number of ${unit}.`;
  return z.coerce
    .number(wanted)
    .int(wanted)
    .min(min, `At least ${counted(min, unit)}.`)
    .max(max, `At most ${counted(max, unit)}.`)
    .default(fallback);
}

const counted = (count: number, unit: Unit): string => `${count} ${count === 1 ? ONE[unit] : unit}`;
