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
  const how = ({ device }: ClockLine) => (device === USED ? "in use" : "left alone");
  if (own.every(({ refusedAt }) => refusedAt !== null))
    return `ended ${own.map((line) => `after ${ago(endedAt(line))} ${how(line)}`).join(" and ")}`;
  return words.map(({ line, words }) => `${words} ${how(line)}`).join(" and ");
}

const lineWords = (line: ClockLine, now: number): string =>
  line.refusedAt === null ? `was still good after ${ago(now)}` : `ended after ${ago(endedAt(line))}`;

/** The instant of its limit: it may have been asked long after. */
const endedAt = ({ refusedAt, endedBy, end }: ClockLine): number =>
  endedBy === end.by ? end.at : (refusedAt ?? end.at);
