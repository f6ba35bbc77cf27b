import { createHash } from "node:crypto";
import type { AnswerFact, Device, Fact, MarkFact, RecordedLane, Recording } from "../../contract";

// Writes down what happened in a run, in order, up to a bound. It is given facts and computes nothing from them.

/** More than the longest run of seven lanes makes; beyond it they are counted, not kept. */
export const MAX_ANSWERS = 6000;
/** A bound of its own: acts are recorded however many requests there were. */
export const MAX_MARKS = 1000;

type Unnumbered<F> = F extends Fact ? Omit<F, "seq" | "kind"> : never;

export interface Recorder {
  answer(fact: Unnumbered<AnswerFact>): void;
  mark(fact: Unnumbered<MarkFact>): void;
  /** "R1", "R2"…: the same token always has the same name, and the name says nothing of the token. */
  labelOf(refreshToken: string): string;
  /** The run is over. What comes later is not recorded. */
  close(): void;
  /** Facts after this number. */
  since(seq: number): Recording;
}

export interface RecorderOptions {
  lanes: readonly RecordedLane[];
  devices: readonly Device[];
  seconds: number;
}

export function createRecorder({ lanes, devices, seconds }: RecorderOptions): Recorder {
  const facts: Fact[] = [];
  const labels = new Map<string, string>();
  const room = { answer: MAX_ANSWERS, mark: MAX_MARKS };
  let seq = 0;
  let dropped = 0;
  let closed = false;

  function keep(fact: Fact): void {
    if (closed) return;
    if (room[fact.kind] > 0) facts.push(fact);
    else dropped += 1;
    room[fact.kind] -= 1;
  }

  return {
    answer({ at, late, took, ...fact }) {
      const times = { at: round(at), late: round(late), took: round(took) };
      keep({ kind: "answer", seq: ++seq, ...fact, ...times });
    },
    mark({ at, end, ...fact }) {
      keep({ kind: "mark", seq: ++seq, ...fact, at: round(at), end: round(end) });
    },
    labelOf(token) {
      const key = createHash("sha256").update(token).digest("base64url");
      const label = labels.get(key) ?? `R${labels.size + 1}`;
      labels.set(key, label);
      return label;
    },
    close() {
      closed = true;
    },
    since: (after) => ({
      version: 1,
      lanes: [...lanes],
      devices: [...devices],
      seconds,
      facts: after > 0 ? facts.filter((fact) => fact.seq > after) : [...facts],
      dropped,
    }),
  };
}

/** To a hundredth of a millisecond: finer says nothing here and doubles what is stored. */
const round = (milliseconds: number): number => Math.round(milliseconds * 100) / 100;
