// What the log amounts to: when each half stopped working, how long it went on after it was ended, and that
// in words. Pure; everything comes from answers that were really given.

import { duration, modeNoun, reasonWords } from "@/app/_ui/words/words";
import type { InactiveReason, ModeName } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/names";
import { endingNoun, untilWords } from "./act-words";
import type { Act, PairLog, Run } from "./log";

/** What became of one half after it was meant to end. Durations are milliseconds from that act. */
export type Fate =
  | { kind: "waiting" }
  | { kind: "already-refused"; reason: InactiveReason | null }
  /** Refused from the first answer on. */
  | { kind: "stopped"; at: number; after: number; reason: InactiveReason | null }
  /** Went on being accepted, and then stopped. */
  | { kind: "went-on"; at: number; after: number; reason: InactiveReason | null }
  /** Is still accepted. */
  | { kind: "alive"; after: number; expiresIn: number | null }
  | { kind: "unknown" };

export interface Story {
  /** For each half, the act that was meant to end it. */
  endings: Partial<Record<ModeName, Act>>;
  fates: Partial<Record<ModeName, Fate>>;
  /** For how long an ended credential was accepted all the same; grows while it still is. */
  exposure: { mode: ModeName; milliseconds: number; growing: boolean } | null;
  words: string;
}

export function tell(log: PairLog, now: number): Story {
  const endings: Story["endings"] = {};
  const fates: Story["fates"] = {};
  for (const mode of MODE_NAMES) {
    const ending = endingOf(log, mode);
    if (!ending) continue;
    endings[mode] = ending;
    fates[mode] = fateOf(log, mode, ending, now);
  }
  const words = Object.keys(fates).length > 0 ? inWords(fates, endings) : beforeAnyEnding(log);
  return { endings, fates, exposure: exposureOf(fates), words };
}

/** The first act that found the half alive: what is ended twice was ended the first time. */
export function endingOf(log: PairLog, mode: ModeName): Act | undefined {
  const meant = log.acts.filter(({ act, modes }) => endingNoun[act] && modes.includes(mode));
  const alive = ({ at }: Act) => log.runs[mode].findLast((run) => run.from <= at)?.seen === "accepted";
  return meant.find(alive) ?? meant[0];
}

function fateOf(log: PairLog, mode: ModeName, ending: Act, now: number): Fate {
  const after = log.runs[mode].filter((run) => run.to >= ending.at);
  const known = after.filter((run) => run.seen !== "unknown");
  const last = known.at(-1);
  if (!last) return after.length > 0 ? { kind: "unknown" } : { kind: "waiting" };
  if (last.seen === "accepted") {
    const expiresAt = log.expiresAt[mode];
    const until = after.at(-1) === last ? now : last.to;
    return { kind: "alive", after: until - ending.at, expiresIn: expiresAt ? expiresAt - now : null };
  }
  // Of several refusals in a row, the first is the moment it stopped and says why.
  const lastAccepted = known.findLastIndex((run) => run.seen === "accepted" && run.to >= ending.at);
  const stop = known[lastAccepted + 1] ?? last;
  if (stop.from < ending.at) return { kind: "already-refused", reason: stop.reason };
  const kind = lastAccepted >= 0 ? "went-on" : "stopped";
  return { kind, at: stop.from, after: stop.from - ending.at, reason: stop.reason };
}

function exposureOf(fates: Story["fates"]): Story["exposure"] {
  const found = MODE_NAMES.flatMap((mode) => {
    const fate = fates[mode];
    if (fate?.kind !== "alive" && fate?.kind !== "went-on") return [];
    return [{ mode, milliseconds: fate.after, growing: fate.kind === "alive" }];
  });
  return found.sort((a, b) => b.milliseconds - a.milliseconds)[0] ?? null;
}

function inWords(fates: Story["fates"], endings: Story["endings"]): string {
  const parts = MODE_NAMES.flatMap((mode) => {
    const fate = fates[mode];
    const ending = endings[mode];
    return fate && ending ? [fateWords(modeNoun[mode], fate, endingNoun[ending.act] ?? "the end")] : [];
  });
  return sentence(parts.join("; "));
}

function fateWords(who: string, fate: Fate, noun: string): string {
  switch (fate.kind) {
    case "waiting":
      return `${who} is being asked`;
    case "unknown":
      return `nobody answered for ${who}`;
    case "already-refused":
      return `${who} had already stopped${fate.reason ? ` (${reasonWords[fate.reason].short})` : ""}`;
    case "stopped":
      return `${who} stopped ${duration(fate.after)} after ${noun}`;
    case "went-on":
      return `${who} went on for ${duration(fate.after)} more, ${(fate.reason && untilWords[fate.reason]) ?? "until it was refused"}`;
    case "alive": {
      const rest = fate.expiresIn && fate.expiresIn > 0 ? `, and expires in ${duration(fate.expiresIn)}` : "";
      return `${who} is still accepted, ${duration(fate.after)} after ${noun}${rest}`;
    }
  }
}

function beforeAnyEnding(log: PairLog): string {
  const last = (mode: ModeName): Run | undefined => log.runs[mode].at(-1);
  const refused = MODE_NAMES.filter((mode) => last(mode)?.seen === "refused");
  if (MODE_NAMES.some((mode) => !last(mode))) return "Asking both halves for the first time…";
  if (refused.length === 0) return "Nothing was revoked yet. Revoke both, and watch which one stops.";
  const parts = MODE_NAMES.map((mode) => {
    const run = last(mode);
    if (run?.seen === "accepted") return `${modeNoun[mode]} is accepted`;
    if (run?.seen !== "refused") return `nobody answers for ${modeNoun[mode]}`;
    return `${modeNoun[mode]} is refused${run.reason ? ` (${reasonWords[run.reason].short})` : ""}`;
  });
  return `Nothing was revoked. ${sentence(parts.join("; "))}`;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
