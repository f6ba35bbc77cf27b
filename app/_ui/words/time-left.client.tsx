"use client";
// Counts down to an instant, once a second. The server sends the first value, so it is true without JavaScript
// too. The digits are tabular and padded: a ticking value never moves its neighbors.

import { useEffect, useState } from "react";

interface TimeLeftProps {
  /** ISO 8601. */
  until: string;
  /** Seconds left when the page was rendered (the server's clock). */
  secondsLeft: number;
  /** Shown at zero. */
  over?: string;
}

export function TimeLeft({ until, secondsLeft, over = "now over" }: TimeLeftProps) {
  const [left, setLeft] = useState(secondsLeft);
  useEffect(() => {
    // Counts from the server's number, not from the browser's clock, which may be wrong.
    const started = performance.now();
    const tick = () => setLeft(Math.max(0, secondsLeft - Math.floor((performance.now() - started) / 1000)));
    const timer = setInterval(tick, 1000);
    tick();
    return () => clearInterval(timer);
  }, [secondsLeft]);

  return (
    <time dateTime={until} className="whitespace-nowrap tabular-nums">
      {left > 0 ? clock(left) : over}
    </time>
  );
}

function clock(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600) % 24;
  const days = Math.floor(seconds / 86_400);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  if (days > 0) return `${days} d ${two(hours)}:${rest}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}
