"use client";
// Puts lines under the day they belong to: UTC from the server, the reader's own days after hydration, as
// `LocalTime` does with the time of each line.

import { type ReactNode, useSyncExternalStore } from "react";

export interface DatedLine {
  id: number;
  /** ISO 8601. */
  at: string;
  line: ReactNode;
}

const never = () => () => {};

export function DayGroups({ lines }: { lines: DatedLine[] }) {
  const local = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const days = new Map<string, DatedLine[]>();
  for (const line of lines) {
    const day = dayOf(new Date(line.at), local);
    days.set(day, [...(days.get(day) ?? []), line]);
  }
  return [...days].map(([day, ofDay]) => (
    <section key={day} aria-label={day} className="grid min-w-0 gap-1.5">
      <h3 className="text-[0.9375rem] text-muted">{day}</h3>
      <ol className="grid min-w-0">
        {ofDay.map(({ id, line }) => (
          <Line key={id}>{line}</Line>
        ))}
      </ol>
    </section>
  ));
}

const Line = ({ children }: { children: ReactNode }) => children;

// Built by hand from one fixed pattern: Intl's patterns differ between Node's and the browser's data.
const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

function dayOf(instant: Date, local: boolean): string {
  const offset = local ? -instant.getTimezoneOffset() : 0;
  const shifted = new Date(instant.getTime() + offset * 60_000);
  const [weekday, month] = [weekdays[shifted.getUTCDay()], months[shifted.getUTCMonth()]];
  return `${weekday}, ${month} ${shifted.getUTCDate()}, ${shifted.getUTCFullYear()}`;
}
