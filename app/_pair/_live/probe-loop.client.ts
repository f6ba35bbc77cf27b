"use client";

// Asks for both halves every second while somebody looks. Rounds never overlap; without an answer they become
// rarer; a hidden page asks nothing; and when both are refused, nobody asks until something is done.

import { MODE_NAMES } from "@/lib/auth/names";
import { askOnce, type ProbeResult } from "./probe";
import { learnSkew, recordProbe, serverNow } from "./store.client";

const EVERY_MS = 1000;
const SLOWEST_MS = 15_000;
/** An expiry is asked for the moment it is due, not up to a second later. */
const JUST_AFTER_MS = 5;

export interface ProbeLoop {
  /** Asks at once, or right after the round that is under way: that one may be from before. */
  poke(): void;
  stop(): void;
}

export function startProbing(pairId: string, onOtherPair: () => void): ProbeLoop {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let round: AbortController | null = null;
  let stopped = false;
  let again = false;
  let failures = 0;

  async function ask(): Promise<void> {
    clearTimeout(timer);
    if (stopped || document.visibilityState !== "visible") return;
    if (round) {
      again = true;
      return;
    }
    const mine = new AbortController();
    round = mine;
    again = false;
    const results = await Promise.all(MODE_NAMES.map((mode) => askOnce(mode, mine.signal, serverNow)));
    if (round === mine) round = null;
    const answers = results.filter((result) => result !== null);
    if (stopped || mine.signal.aborted || answers.length === 0) return;
    if (isOther(answers)) onOtherPair();
    else keep(answers);
    if (again) return ask();
    if (answers.every(({ probe }) => probe.seen === "refused")) return;
    timer = setTimeout(ask, delay(answers));
  }

  /** A JWT's sign-in id is the pair's id: another tab may have issued a new pair in the meantime. */
  function isOther(answers: ProbeResult[]): boolean {
    const known = answers.find(({ probe }) => probe.mode in isPairId && probe.sessionId);
    return known !== undefined && known.probe.sessionId !== pairId;
  }

  function keep(answers: ProbeResult[]): void {
    for (const { probe, skew } of answers) {
      if (skew !== null) learnSkew(skew);
      recordProbe(pairId, probe);
    }
    failures = answers.every(({ probe }) => probe.seen === "unknown") ? failures + 1 : 0;
  }

  function delay(answers: ProbeResult[]): number {
    if (failures > 0) return Math.min(SLOWEST_MS, EVERY_MS * 2 ** (failures - 1));
    const due = answers.flatMap(({ probe }) => (probe.expiresAt ? [probe.expiresAt - serverNow()] : []));
    return Math.max(0, Math.min(EVERY_MS, ...due.map((wait) => wait + JUST_AFTER_MS)));
  }

  function onVisibility(): void {
    clearTimeout(timer);
    if (document.visibilityState === "visible") {
      failures = 0;
      void ask();
    } else {
      round?.abort();
      round = null;
    }
  }

  document.addEventListener("visibilitychange", onVisibility);
  void ask();
  return {
    poke: () => void ask(),
    stop() {
      stopped = true;
      clearTimeout(timer);
      round?.abort();
      document.removeEventListener("visibilitychange", onVisibility);
    },
  };
}

/** The mode whose sign-in id is the pair's id. */
const isPairId = { jwt: true };
