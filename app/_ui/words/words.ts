// Words for what the verifier says and what a check costs, as data: a page looks them up instead of asking.

import type { InactiveReason, ModeName, TraceStep } from "@/lib/auth/contract";

export const reasonWords: Record<InactiveReason, { short: string; long: string }> = {
  missing: { short: "no cookie", long: "The browser sent no cookie." },
  malformed: { short: "malformed", long: "What the cookie holds is no credential at all." },
  bad_signature: {
    short: "bad signature",
    long: "The content was changed: seal or signature no longer fits it.",
  },
  expired: { short: "expired", long: "Its time is over. Nobody had to do anything." },
  not_yet_valid: { short: "not valid yet", long: "It starts in the future." },
  wrong_audience: { short: "wrong audience", long: "It was issued for somebody else to accept." },
  wrong_type: { short: "wrong type", long: "It is a token of another kind." },
  unknown: { short: "unknown", long: "The server has no record of it." },
  revoked: { short: "revoked", long: "Somebody ended it on the server." },
  idle_timeout: { short: "idle too long", long: "It was not used for too long." },
  user_disabled: { short: "account disabled", long: "Its owner’s account is disabled." },
  conflict: { short: "conflict", long: "Two credentials were sent, so neither counts." },
};

/** How a step of a check ended. */
export function outcomeWords(outcome: TraceStep["outcome"]): string {
  if (outcome === "ok") return "passed";
  return outcome === "remembered" ? "passed, remembered" : `refused: ${reasonWords[outcome].short}`;
}

/** Which character of a cookie was tampered with; `index` counts from 0. */
export const changeWords = ({ index, of, was, is }: { index: number; of: number; was: string; is: string }) =>
  `Character ${index + 1} of ${of} was changed from “${was}” to “${is}”.`;

/** In the middle of a sentence. */
export const modeNoun: Record<ModeName, string> = { session: "the session", jwt: "the JWT" };

/** 310 → "0.3 s", 41200 → "41 s", 75000 → "1 min 15 s". */
export function duration(milliseconds: number): string {
  const tenths = Math.round(Math.max(0, milliseconds) / 100);
  if (tenths < 100) return `${(tenths / 10).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)} min${rest > 0 ? ` ${rest} s` : ""}`;
}

const whole = new Intl.NumberFormat("en-US");

/** 3.42 → "3.4 µs", 1234.5 → "1,235 µs". */
export const micros = (value: number): string =>
  `${value < 9.95 ? value.toFixed(1) : whole.format(Math.round(value))} µs`;

export const reads = (count: number): string =>
  count === 0 ? "no store read" : `${count} store read${count === 1 ? "" : "s"}`;
