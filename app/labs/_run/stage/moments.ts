// The moments of a run that is over, for stepping through it: what was done, and when each lane ended. And the run as it
// stood at one of them.

import { eventsOf } from "@/app/labs/_drawing/events";
import { answersOf, askedDevices } from "@/app/labs/_drawing/layout";
import { spansOf } from "@/app/labs/_drawing/requests";
import { reasonInBrief } from "@/app/labs/_drawing/words";
import type { RunView, Verdict } from "@/lib/labs/contract";

export interface Moment {
  /** Milliseconds since the start. */
  at: number;
  words: string;
}

/** What ends so close to each other is told at once. */
const TOGETHER_MS = 300;
const NAMES = 3;

/** What is done in seven lanes takes a while: a lane may be refused before the last of them is through. */
interface Begun extends Moment {
  begun: number;
}

export function momentsOf({ recording }: Pick<RunView, "recording">): Moment[] {
  const acts = eventsOf(recording).map(({ label, marks, at }) => ({
    begun: at,
    at: Math.max(at, ...marks.map(({ end }) => end)),
    words: label,
  }));
  let latest = 0;
  return [...acts, ...together(endsIn(recording))]
    .sort((a, b) => a.begun - b.begun)
    .map(({ at, words }) => {
      latest = Math.max(latest, at);
      return { at: latest, words };
    });
}

interface End {
  at: number;
  name: string;
  why: string;
}

/** The first refusal after an acceptance, of every device in every lane. */
function endsIn(recording: RunView["recording"]): End[] {
  const devices = askedDevices(recording);
  return recording.lanes.flatMap((lane) =>
    devices.flatMap((device) => {
      const spans = spansOf(answersOf(recording, lane.id, device.id));
      return spans.flatMap(({ seen, from, answer }, index) => {
        const before = spans[index - 1]?.seen;
        if (seen !== "refused" || !before || before === "refused") return [];
        const name = devices.length > 1 ? `${device.label}, “${lane.label}”` : `“${lane.label}”`;
        return [{ at: from, name, why: reasonInBrief(answer.reason) }];
      });
    }),
  );
}

function together(ends: readonly End[]): Begun[] {
  const groups: End[][] = [];
  for (const end of [...ends].sort((a, b) => a.at - b.at)) {
    const group = groups.at(-1);
    if (group?.[0] && end.at - group[0].at <= TOGETHER_MS) group.push(end);
    else groups.push([end]);
  }
  return groups.map((group) => {
    const names = group.slice(0, NAMES).map(({ name }) => name);
    const more = group.length > NAMES ? [`${group.length - NAMES} more`] : [];
    const [first] = group;
    const why = group.every((end) => end.why === first?.why) ? `: ${first?.why}` : "";
    return {
      begun: first?.at ?? 0,
      at: Math.max(...group.map(({ at }) => at)),
      words: `Refused${why}. ${[...names, ...more].join("; ")}`,
    };
  });
}

/** So long after the acknowledgement: an end that was to come is not known yet, and nothing contradicts. */
function verdictAt(verdict: Verdict, milliseconds: number): Verdict {
  const { measuredMs, lastAcceptedMs } = verdict;
  if ((measuredMs ?? verdict.watchedMs) <= milliseconds) return verdict;
  const last = lastAcceptedMs === null ? null : Math.min(lastAcceptedMs, milliseconds);
  return { ...verdict, measuredMs: null, watchedMs: milliseconds, lastAcceptedMs: last, agrees: true };
}

/** The same run at an instant: what came later is not there yet. */
export function runAt(run: RunView, at: number): RunView {
  const { recording, conclusion } = run;
  const facts = recording.facts.filter((fact) => (fact.kind === "mark" ? fact.end : fact.at) <= at);
  const verdicts = conclusion.verdicts.flatMap((verdict) => {
    const done = facts.find(({ seq }) => seq === verdict.mark);
    return done?.kind === "mark" ? [verdictAt(verdict, at - done.end)] : [];
  });
  return { ...run, recording: { ...recording, facts }, conclusion: { ...conclusion, verdicts } };
}
