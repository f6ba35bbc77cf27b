// Lengths of time as people write them: "30 min", "12 h", "7 days". For fields of forms; the API takes seconds.

const UNITS = [
  { seconds: 86_400, name: "days", one: "day" },
  { seconds: 3_600, name: "h", one: "h" },
  { seconds: 60, name: "min", one: "min" },
  { seconds: 1, name: "s", one: "s" },
] as const;

/** How a unit may be written. */
const SPELLINGS: Readonly<Record<string, number>> = {
  "": 1,
  ...{ s: 1, sec: 1, second: 1, seconds: 1 },
  ...{ m: 60, min: 60, minute: 60, minutes: 60 },
  ...{ h: 3_600, hour: 3_600, hours: 3_600 },
  ...{ d: 86_400, day: 86_400, days: 86_400 },
};

/** "30 min" → 1800. Whole numbers only; without a unit they are seconds. Null for what is no length of time. */
export function parseDuration(text: string): number | null {
  const [, digits, unit = ""] = /^\s*(\d{1,9})\s*([a-z]*)\s*$/i.exec(text) ?? [];
  const size = Object.hasOwn(SPELLINGS, unit.toLowerCase()) ? SPELLINGS[unit.toLowerCase()] : undefined;
  return digits === undefined || size === undefined ? null : Number(digits) * size;
}

/** 1800 → "30 min": in the largest unit that says it exactly. `parseDuration` reads it back. */
export function writeDuration(seconds: number): string {
  const unit = UNITS.find((each) => seconds > 0 && seconds % each.seconds === 0);
  const count = unit ? seconds / unit.seconds : seconds;
  return `${count} ${unit ? (count === 1 ? unit.one : unit.name) : "s"}`;
}
