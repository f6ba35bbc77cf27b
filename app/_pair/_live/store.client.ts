"use client";
// Keeps the log of the pair on the page: through re-renders, and through a reload of this tab. Holds no
// credential, only what the probes said.

import { useEffect, useState, useSyncExternalStore } from "react";
import { type Act, EMPTY_LOG, isOver, type PairLog, type Probe, withAct, withProbe } from "./log";

const KEY = "coatcheck-pair";

/** While a new pair is being rendered, the page still shows the old one: both are at hand. */
const logs = new Map<string, PairLog>();
let skew = 0;
const listeners = new Set<() => void>();

export function recordProbe(pairId: string, probe: Probe): void {
  change(pairId, (log) => withProbe(log, probe));
}

export function recordAct(pairId: string, act: Omit<Act, "next" | "knownAt">): void {
  change(pairId, (log) => withAct(log, { ...act, knownAt: Date.now() }));
}

/** The server's clock, as well as the browser can know it. */
export const serverNow = (): number => Date.now() + skew;

export function learnSkew(measured: number): void {
  skew = measured;
}

export function useLog(pairId: string | null): PairLog {
  return useSyncExternalStore(
    subscribe,
    () => (pairId ? logOf(pairId) : EMPTY_LOG),
    () => EMPTY_LOG,
  );
}

const REDRAW_MS = 200;
/** When nothing counts up any more, and where motion is not wanted. */
const SLOW_REDRAW_MS = 1000;

/** The server's time, again and again while something in the log still counts up; null until the page is alive. */
export function useServerNow(log: PairLog): number | null {
  const everyMs = isOver(log) || log === EMPTY_LOG ? SLOW_REDRAW_MS : REDRAW_MS;
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    const tick = () => {
      if (document.visibilityState === "visible") setNow(serverNow());
    };
    tick();
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const timer = setInterval(tick, calm ? SLOW_REDRAW_MS : everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function change(pairId: string, next: (log: PairLog) => PairLog): void {
  const before = logOf(pairId);
  const log = next(before);
  if (log === before) return;
  logs.set(pairId, log);
  save(pairId, log);
  for (const listener of listeners) listener();
}

function logOf(pairId: string): PairLog {
  const log = logs.get(pairId) ?? load(pairId);
  logs.set(pairId, log);
  return log;
}

function load(pairId: string): PairLog {
  try {
    const saved = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return saved?.pairId === pairId ? { ...EMPTY_LOG, ...saved.log } : EMPTY_LOG;
  } catch {
    // Storage is switched off, or holds what an older version wrote.
    return EMPTY_LOG;
  }
}

/** One pair at a time: the log of an earlier one is forgotten with the page. */
function save(pairId: string, log: PairLog): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ pairId, log }));
  } catch {
    // A reload then starts afresh; nothing else is lost.
  }
}
