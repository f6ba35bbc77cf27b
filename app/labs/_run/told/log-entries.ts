// From facts to lines of a log: every act, every request of an act, and of the prober's requests those whose answer
// is another than the one before.

import { type Seen, seenIn } from "@/app/labs/_drawing/requests";
import { delay, reasonInBrief } from "@/app/labs/_drawing/words";
import type { AnswerFact, MarkFact, Recording } from "@/lib/labs/contract";

export interface LogEntry {
  key: string;
  /** Milliseconds since the start. */
  at: number;
  lane: string;
  who: string;
  what: string;
}

const seenWords: Record<Seen, string> = {
  accepted: "accepted",
  forbidden: "accepted, but the role is not enough",
  refused: "refused",
  unanswered: "no answer",
};

export function entriesOf({ facts, lanes, devices }: Recording): LogEntry[] {
  const laneLabel = (id: string | null) =>
    id === null ? "All lanes" : (lanes.find((lane) => lane.id === id)?.label ?? id);
  const deviceLabel = (id: string | null) =>
    id === null ? "The operator" : (devices.find((device) => device.id === id)?.label ?? id);
  const before = new Map<string, string>();
  const entries = facts.flatMap((fact): LogEntry[] => {
    const base = {
      key: String(fact.seq),
      at: fact.at,
      lane: laneLabel(fact.lane),
      who: deviceLabel(fact.device),
    };
    if (fact.kind === "mark") return [{ ...base, what: markWords(fact) }];
    if (fact.by === "act")
      return [{ ...base, what: `${fact.method} ${fact.resource}: ${answerWords(fact)}` }];
    const series = `${fact.lane} ${fact.device} ${fact.resource}`;
    const words = answerWords(fact);
    if (before.get(series) === words) return [];
    before.set(series, words);
    return [{ ...base, what: `GET ${fact.resource}: ${words}` }];
  });
  return entries.sort((a, b) => a.at - b.at);
}

function markWords({ label, ok, at, end }: MarkFact): string {
  const outcome = ok ? `acknowledged after ${delay(end - at)}` : "failed";
  return `${label}: ${outcome}`;
}

function answerWords(answer: AnswerFact): string {
  const seen = seenIn(answer);
  const why = seen === "refused" ? `, ${reasonInBrief(answer.reason)}` : "";
  const renewed = answer.renewed ? ", with new credentials" : "";
  return `${answer.status} ${seenWords[seen]}${why}${renewed}`;
}
