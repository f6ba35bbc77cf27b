"use client";
// Time between two answers of the server, for what moves on the page of a run.

import { useEffect, useState } from "react";

const MOVE_MS = 100;

/** The run's own clock, going on between two answers; it stands where motion is not wanted. */
export function useElapsed(elapsedMs: number, knownAt: number): number {
  const [elapsed, setElapsed] = useState(elapsedMs);
  useEffect(() => {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const tick = () => setElapsed(elapsedMs + (knownAt > 0 ? performance.now() - knownAt : 0));
    tick();
    if (calm) return;
    const timer = setInterval(tick, MOVE_MS);
    return () => clearInterval(timer);
  }, [elapsedMs, knownAt]);
  return elapsed;
}
