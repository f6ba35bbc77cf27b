// Puts what a later answer brings to what is known of a run. Answers carry only new facts, and a conclusion only
// where something new is concluded; everything else in them is the whole truth of its moment.

import type { RunNews, RunView } from "@/lib/labs/contract";

export interface Known {
  run: RunView;
  /** How far it is known: what the next question starts from. */
  seq: number;
}

/** An answer that was overtaken by a later one adds nothing. */
export function merged(known: Known, answer: RunNews): Known {
  const conclusion = answer.conclusion ?? known.run.conclusion;
  if (answer.id !== known.run.id) return { run: { ...answer, conclusion }, seq: answer.seq };
  if (isOlder(answer, known.run)) return known;
  const news = answer.recording.facts.filter(({ seq }) => seq > known.seq);
  // What a server lost when it went down is lost to this page as to one that is loaded anew.
  const before = answer.status === "interrupted" ? [] : known.run.recording.facts;
  const facts = [...before, ...news];
  const recording = { ...answer.recording, facts };
  return { run: { ...answer, conclusion, recording }, seq: Math.max(known.seq, answer.seq) };
}

/** A run that is over stays over. How far it was says nothing then: a restarted server knows of no time at all. */
const isOlder = (answer: RunNews, known: RunView): boolean =>
  answer.status === "running" && (known.status !== "running" || answer.elapsedMs < known.elapsedMs);
