"use client";
// Counts up from an instant, once a second; the sister of TimeLeft. The server sends the first value, so it is
// true without JavaScript too. Not announced: a ticking value would never be silent.

import { useEffect, useState } from "react";

interface TimeSinceProps {
  /** ISO 8601. */
  since: string;
  /** Seconds gone when the page was rendered (the server's clock). */
  secondsGone: number;
}

export function TimeSince({ since, secondsGone }: TimeSinceProps) {
  const [gone, setGone] = useState(secondsGone);
  useEffect(() => {
    // Counts from the server's number, not from the browser's clock, which may be wrong.
    const started = performance.now();
    const tick = () => setGone(secondsGone + Math.floor((performance.now() - started) / 1000));
    const timer = setInterval(tick, 1000);
    tick();
    return () => clearInterval(timer);
  }, [secondsGone]);

  return (
    <time dateTime={since} className="whitespace-nowrap tabular-nums">
      {clock(gone)}
    </time>
  );
}

function clock(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600) % 24;
  const days = Math.floor(seconds / 86_400);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  if (days > 0) return `${days} d ${two(hours)}:${rest}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}
