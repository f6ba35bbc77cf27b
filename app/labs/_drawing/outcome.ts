// What came of a run, in one or two sentences: how many lanes were refused at once, and which one went on the longest.

import type { RunView, Verdict } from "@/lib/labs/contract";
import { delay } from "./words";

/** Later than this is not "at once" to anybody who watches. */
const AT_ONCE_MS = 500;

/** Null while it goes on, and where nothing was to end. */
export function outcomeOf({ status, recording, conclusion }: RunView): string | null {
  const verdicts = conclusion.verdicts.filter(({ promisedMs }) => promisedMs !== null);
  if (status === "running" || verdicts.length === 0) return null;
  const labelOf = (id: string) => recording.lanes.find((lane) => lane.id === id)?.label ?? id;
  const atOnce = verdicts.filter(({ measuredMs }) => measuredMs !== null && measuredMs < AT_ONCE_MS);
  const first = `${atOnce.length} of ${verdicts.length} were refused within ${delay(AT_ONCE_MS)} of their end.`;
  const last = verdicts.reduce((one, other) => (lasted(other) > lasted(one) ? other : one));
  return lasted(last) < AT_ONCE_MS ? first : `${first} ${longest(labelOf(last.lane), last)}`;
}

const lasted = ({ measuredMs, watchedMs }: Verdict): number => measuredMs ?? watchedMs;

function longest(label: string, { measuredMs, watchedMs }: Verdict): string {
  return measuredMs === null
    ? `“${label}” was still accepted after ${delay(watchedMs)}.`
    : `“${label}” went on the longest: ${delay(measuredMs)}.`;
}
