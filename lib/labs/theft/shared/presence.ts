// Who was in, from when until when: read off the answers to "who am I" of the owner and the thief.

import type { AnswerFact, Recording } from "../../contract";
import type { Presence, Who } from "./family";

/** Nobody who was not asked in this last stretch of a run is in at its end. */
const LAST_MS = 1500;

export function presenceOf({ facts }: Recording, lane: string, who: Who): Presence {
  const answers = facts.filter((fact): fact is AnswerFact => fact.kind === "answer");
  const told = answers
    .filter(({ lane: id, device, resource }) => id === lane && device === who && resource === "me")
    // A server that is down or full tells nothing.
    .filter((answer) => isIn(answer) || answer.status === 401)
    .sort((a, b) => a.at - b.at);
  const accepted = told.filter(isIn);
  const last = accepted.at(-1) ?? null;
  const out = told.find(({ at }) => last !== null && at > last.at) ?? null;
  const end = answers.reduce((latest, { at }) => Math.max(latest, at), 0);
  return {
    firstInAt: accepted[0]?.at ?? null,
    lastInAt: last?.at ?? null,
    outAt: out?.at ?? null,
    inAtEnd: last !== null && out === null && last.at >= end - LAST_MS,
  };
}

const isIn = ({ status }: AnswerFact): boolean => status >= 200 && status < 300;

/** Null while the thief has not been in. */
export function bothInMs(owner: Presence, thief: Presence): number | null {
  const from = thief.firstInAt;
  if (from === null) return null;
  const ends = [owner, thief].map(({ outAt, lastInAt }) => outAt ?? lastInAt ?? from);
  return round(Math.max(0, Math.min(...ends) - from));
}

/** To a hundredth of a millisecond, as the recording has it. */
export const round = (milliseconds: number): number => Math.round(milliseconds * 100) / 100;
