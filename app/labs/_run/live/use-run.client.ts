"use client";
// Keeps a run up to date while it goes on: asks twice a second for what is new, and now and then afterwards as long
// as its credentials live. A hidden page asks nothing; no answer is told as no answer, never as an end.

import { useEffect, useRef, useState } from "react";
import type { RunNews, RunView } from "@/lib/labs/contract";
import { type Known, merged } from "./merge";

const EVERY_MS = 500;
const AFTERWARDS_MS = 10_000;
const SLOWEST_MS = 8000;
const TIMEOUT_MS = 5000;

export interface LiveRunState {
  run: RunView;
  /** `performance.now()` when the run's own clock stood at `run.elapsedMs`. */
  knownAt: number;
  /** "gone": it was deleted. */
  connection: "ok" | "lost" | "gone";
}

export function useRun(initial: RunView): LiveRunState {
  const [state, setState] = useState<LiveRunState>({ run: initial, knownAt: 0, connection: "ok" });
  const latest = useRef<Known>({ run: initial, seq: initial.seq });

  // A form's action sends the page anew: what it knows counts, with the facts that are known already.
  useEffect(() => {
    latest.current = merged(latest.current, initial);
    const { run } = latest.current;
    setState({ run, knownAt: performance.now(), connection: "ok" });
  }, [initial]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let failures = 0;
    let over = false;
    const { id } = initial;

    async function ask(): Promise<void> {
      clearTimeout(timer);
      if (over || document.visibilityState !== "visible") return;
      const known = latest.current;
      const answer = await fetchRun(id, known.seq);
      if (over) return;
      if (answer === "gone") {
        setState((before) => ({ ...before, connection: "gone" }));
        return;
      }
      failures = answer ? 0 : failures + 1;
      if (answer) {
        latest.current = merged(latest.current, answer);
        setState({ run: latest.current.run, knownAt: performance.now(), connection: "ok" });
      } else setState((before) => ({ ...before, connection: "lost" }));
      plan();
    }

    function plan(): void {
      const { status, live } = latest.current.run;
      if (failures > 0) timer = setTimeout(ask, Math.min(SLOWEST_MS, EVERY_MS * 2 ** failures));
      else if (status === "running") timer = setTimeout(ask, EVERY_MS);
      else if (live) timer = setTimeout(ask, AFTERWARDS_MS);
    }

    const onVisible = () => {
      if (latest.current.run.status === "running" || latest.current.run.live) void ask();
    };
    document.addEventListener("visibilitychange", onVisible);
    plan();
    return () => {
      over = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [initial]);

  return state;
}

/** Null: no answer that says anything about the run. */
async function fetchRun(id: string, since: number): Promise<RunNews | "gone" | null> {
  try {
    const response = await fetch(`/api/labs/runs/${encodeURIComponent(id)}?since=${since}`, {
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status === 404) return "gone";
    // A sign-in that ended: the page itself leads to the login page.
    if (response.status === 401) window.location.reload();
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
