// What a run of the clock says: when each sign-in ended by itself, in use and left alone.

import { type ClockLine, labNow, readLines } from "@/lib/labs/clock/shared/line";
import type { Told } from "../../told";
import { ago, endWords } from "./words";

const USED = "used";

export const clockTold: Told = {
  outcome({ recording, conclusion, elapsedMs }) {
    const lines = readLines(conclusion.detail).filter(({ asked }) => asked > 0);
    const now = labNow(recording, elapsedMs);
    const lanes = recording.lanes.flatMap(({ id, label }) => {
      const own = lines.filter(({ lane }) => lane === id);
      return own.length > 0 ? [`“${label}” ${laneWords(own, now)}`] : [];
    });
    return lanes.length > 0 ? `${lanes.join("; ")}.` : null;
  },
  reasonOf({ recording, conclusion, elapsedMs }, question) {
    const line = readLines(conclusion.detail).find(({ lane, device }) => `${lane}-${device}` === question);
    const lane = recording.lanes.find(({ id }) => id === line?.lane);
    if (!line || !lane) return null;
    const last = line.lastAcceptedAt === null ? "" : `It was last accepted after ${ago(line.lastAcceptedAt)}`;
    if (line.refusedAt === null)
      return `${last}, and its next end was to come after ${ago(line.end.at)}: ${endWords(line.end.by, lane)}. The run ended after ${ago(labNow(recording, elapsedMs))}.`;
    return `${last ? `${last}, and refused` : "It was refused"} after ${ago(line.refusedAt)}: ${endWords(line.endedBy ?? line.end.by, lane)}.`;
  },
};

/** In one go where both went the same way. */
function laneWords(own: readonly ClockLine[], now: number): string {
  const words = own.map((line) => ({ line, words: lineWords(line, now) }));
  const [first, second] = words;
  if (first && second && first.words === second.words) return `${first.words}, used or not`;
  return words
    .map(({ line, words }) => `${words} ${line.device === USED ? "in use" : "left alone"}`)
    .join(" and ");
}

function lineWords({ refusedAt, endedBy, end }: ClockLine, now: number): string {
  if (refusedAt === null) return `was good after ${ago(now)}`;
  // The instant of its limit: it may have been asked long after.
  return `ended after ${ago(endedBy === end.by ? end.at : refusedAt)}`;
}
