// What was really seen of one pair: every answer of the live probe, merged into runs, and what was done to it.
// Pure data and pure functions; knows neither the browser nor how any of it is drawn.

import type { InactiveReason, ModeName, TraceStep } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/names";
import type { ActName } from "@/lib/pair/acts";

/** "unknown": nobody answered, which says nothing about the credential. */
export type Seen = "accepted" | "refused" | "unknown";

/** One answer of `GET /api/pair/{mode}`. Instants are milliseconds of the server's clock. */
export interface Probe {
  mode: ModeName;
  at: number;
  /** The browser's clock when it asked. */
  sentAt: number;
  seen: Seen;
  reason: InactiveReason | null;
  /** HTTP status; null when there was no answer. */
  status: number | null;
  steps: TraceStep[];
  /** Known while it is accepted. */
  expiresAt: number | null;
  sessionId: string | null;
}

/** Something done with a button, as the server reported it. */
export interface Act {
  id: string;
  act: ActName;
  modes: ModeName[];
  at: number;
  /** The browser's clock when it had the report, and with it the cookies as they are since then. */
  knownAt: number;
  /** The first answer to each half that was asked for after that. */
  next: Partial<Record<ModeName, Pick<Probe, "at" | "seen" | "reason">>>;
}

/** Equal answers in a row. `to` is the last of them. */
export interface Run {
  seen: Seen;
  reason: InactiveReason | null;
  from: number;
  to: number;
}

export interface PairLog {
  acts: Act[];
  runs: Record<ModeName, Run[]>;
  latest: Partial<Record<ModeName, Probe>>;
  expiresAt: Partial<Record<ModeName, number>>;
}

export const EMPTY_LOG: PairLog = { acts: [], runs: { session: [], jwt: [] }, latest: {}, expiresAt: {} };

/** Longer silence than this is shown as silence: nothing is known of the time between two answers. */
export const SILENCE_MS = 3500;
const MAX_RUNS = 80;
const MAX_ACTS = 40;

export function withProbe(log: PairLog, probe: Probe): PairLog {
  const { mode, at, seen, reason } = probe;
  const last = log.runs[mode].at(-1);
  if (last && at < last.to) return log;
  const continues = last?.seen === seen && last.reason === reason && at - last.to <= SILENCE_MS;
  const runs = continues
    ? [...log.runs[mode].slice(0, -1), { ...last, to: at }]
    : [...log.runs[mode], { seen, reason, from: at, to: at }].slice(-MAX_RUNS);
  return {
    acts: log.acts.map((act) => answered(act, probe)),
    runs: { ...log.runs, [mode]: runs },
    latest: { ...log.latest, [mode]: probe },
    expiresAt: probe.expiresAt ? { ...log.expiresAt, [mode]: probe.expiresAt } : log.expiresAt,
  };
}

/** Both halves are refused: nothing changes any more unless something is done. */
export const isOver = (log: PairLog): boolean =>
  MODE_NAMES.every((mode) => log.runs[mode].at(-1)?.seen === "refused");

/** Idempotent: the same act told twice counts once. */
export function withAct(log: PairLog, act: Omit<Act, "next">): PairLog {
  if (log.acts.some(({ id }) => id === act.id)) return log;
  return { ...log, acts: [...log.acts, { ...act, next: {} }].slice(-MAX_ACTS) };
}

/** A probe that was under way during the act may have carried the old cookie: it is not "the next". */
function answered(act: Act, { mode, at, sentAt, seen, reason }: Probe): Act {
  const isNext = sentAt >= act.knownAt && at >= act.at && !act.next[mode] && act.modes.includes(mode);
  if (!isNext || seen === "unknown") return act;
  return { ...act, next: { ...act.next, [mode]: { at, seen, reason } } };
}
