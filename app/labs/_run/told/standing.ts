// How every credential of a run stands, by the last answer it got: what is told aloud when it changes, and only then.

import { answersOf, askedDevices } from "@/app/labs/_drawing/layout";
import { lastWords, type Seen, spansOf } from "@/app/labs/_drawing/requests";
import { delay } from "@/app/labs/_drawing/words";
import type { RunView, Verdict } from "@/lib/labs/contract";

export interface Standing {
  /** A device in a lane. */
  key: string;
  seen: Seen;
  /** "JWT alone, 10 s: refused now, 7.31 s after the end". */
  words: string;
}

/** Of those that were asked, in the order of the lanes. */
export function standingsOf({
  recording,
  conclusion,
}: Pick<RunView, "recording" | "conclusion">): Standing[] {
  const devices = askedDevices(recording);
  return recording.lanes.flatMap((lane) =>
    devices.flatMap((device): Standing[] => {
      const spans = spansOf(answersOf(recording, lane.id, device.id));
      const last = spans.at(-1);
      if (!last) return [];
      const who = devices.length > 1 ? `${lane.label}, ${device.label}` : lane.label;
      const verdict = conclusion.verdicts.findLast((one) => one.lane === lane.id);
      const words =
        last.seen === "refused" || last.seen === "forbidden"
          ? refusedWords(lastWords(spans), devices.length > 1 ? undefined : verdict)
          : lastWords(spans);
      return [{ key: `${lane.id} ${device.id}`, seen: last.seen, words: `${who}: ${words}` }];
    }),
  );
}

/** With several devices in a lane, a delay is one device's: then the reason is told. */
function refusedWords(last: string, verdict: Verdict | undefined): string {
  if (verdict && verdict.measuredMs !== null)
    return `refused now, ${delay(verdict.measuredMs)} after the end`;
  return last.replace("refused", "refused now");
}

/** What is new, in one text; empty where nothing changed. The first answer of all is no change. */
export function changesIn(before: readonly Standing[], now: readonly Standing[]): string {
  const known = new Map(before.map(({ key, seen }) => [key, seen]));
  return now
    .filter(({ key, seen }) => known.has(key) && known.get(key) !== seen)
    .map(({ words }) => words)
    .join(". ");
}
