// Puts what a later answer brings to what is known of a run. Answers carry only new facts; everything else in them
// is the whole truth of its moment.

import type { Fact, RunView } from "@/lib/labs/contract";

export interface Known {
  run: RunView;
  /** The last fact that is known. */
  seq: number;
}

/** An answer that was overtaken by a later one adds nothing. */
export function merged(known: Known, answer: RunView): Known {
  if (answer.id !== known.run.id) return { run: answer, seq: lastSeq(answer.recording.facts) };
  if (isOlder(answer, known.run)) return known;
  const news = answer.recording.facts.filter(({ seq }) => seq > known.seq);
  const facts = [...known.run.recording.facts, ...news];
  return { run: { ...answer, recording: { ...answer.recording, facts } }, seq: lastSeq(news, known.seq) };
}

const isOlder = (answer: RunView, known: RunView): boolean =>
  answer.elapsedMs < known.elapsedMs || (answer.status === "running" && known.status !== "running");

const lastSeq = (facts: readonly Fact[], from = 0): number =>
  facts.reduce((last, { seq }) => Math.max(last, seq), from);
