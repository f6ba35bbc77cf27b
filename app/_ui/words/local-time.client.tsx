"use client";
// An instant as the reader's own clock shows it. The server writes UTC, hydration swaps in local time;
// the zone has a fixed width where a time stands alone, so nothing jumps. The exact UTC instant stays in `dateTime` and the tooltip.

import { useSyncExternalStore } from "react";

interface LocalTimeProps {
  /** ISO 8601. */
  date: string;
  /** "time" leaves the day out. */
  show?: "datetime" | "time";
}

const never = () => () => {};

export function LocalTime({ date, show = "datetime" }: LocalTimeProps) {
  const local = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const instant = new Date(date);
  const { day, time, zone } = split(instant, local);
  return (
    <time dateTime={date} title={instant.toISOString()} className="whitespace-nowrap tabular-nums">
      {show === "datetime" ? `${day}, ` : ""}
      {time}
      <span className={`ml-1 text-muted ${show === "datetime" ? "inline-block min-w-[3.6em]" : ""}`}>
        {zone}
      </span>
    </time>
  );
}

// Built by hand from one fixed pattern: Intl's patterns differ between Node's and the browser's data.
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (value: number) => String(value).padStart(2, "0");

function split(instant: Date, local: boolean) {
  const offset = local ? -instant.getTimezoneOffset() : 0;
  const shifted = new Date(instant.getTime() + offset * 60_000);
  const sign = offset < 0 ? "−" : "+";
  const minutes = Math.abs(offset);
  const zone = `UTC${sign}${Math.floor(minutes / 60)}${minutes % 60 ? `:${two(minutes % 60)}` : ""}`;
  return {
    day: `${months[shifted.getUTCMonth()]} ${shifted.getUTCDate()}, ${shifted.getUTCFullYear()}`,
    time: `${two(shifted.getUTCHours())}:${two(shifted.getUTCMinutes())}:${two(shifted.getUTCSeconds())}`,
    zone: local && offset !== 0 ? zone : "UTC",
  };
}
