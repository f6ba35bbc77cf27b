// What the parts of the way took, both modes on one line each. Sums of the recorded steps, nothing else.

import { ModeIcon } from "@/app/_ui/drawings/icons";
import { Card } from "@/app/_ui/shell/card";
import { modeLook } from "@/app/_ui/words/modes";
import type { Flow } from "@/lib/labs/flow/recorded";
import { PARTS } from "./arrows";
import { firstCost, medianOf, type Part, type Scale, spreadWords, sums, timeWords } from "./measured";
import { ScaleAxis, Spread } from "./spread";

const LINES: readonly { label: string; part: Part }[] = [
  { label: "Password check, Argon2id", part: PARTS.check },
  { label: "Writing the sign-in down", part: PARTS.write },
  { label: "Sealing or signing the credential", part: PARTS.make },
  { label: "Gate and guard, first request", part: (round) => [...PARTS.gate(round), ...PARTS.guard(round)] },
  {
    label: "Gate and guard, again",
    part: (round) => [...PARTS.gateAgain(round), ...PARTS.guardAgain(round)],
  },
];

const COLUMNS = "grid min-w-0 items-center gap-x-6 sm:grid-cols-[11rem_minmax(0,1fr)_19rem]";

export function Times({ flows, scale }: { flows: readonly Flow[]; scale: Scale }) {
  const count = Math.max(...flows.map(({ rounds }) => rounds.length));
  return (
    <Card
      id="times"
      title="What it took"
      lead={`Measured ${count} times on this machine, with the store in its memory. A bar is the median, a dot one time, a ring the very first, which often pays for more. In brackets: the shortest and the longest after the first. Each mark on the line is ten times the one before.`}
    >
      <div className={COLUMNS} aria-hidden="true">
        <span className="max-sm:hidden" />
        <ScaleAxis scale={scale} />
        <span className="max-sm:hidden" />
      </div>
      <ul className="grid min-w-0 divide-y divide-line">
        {LINES.map(({ label, part }) => (
          <li key={label} className="grid min-w-0 gap-1.5 py-3 first:pt-0">
            <h3 className="text-[0.9375rem] font-medium">{label}</h3>
            {flows.map((flow) => (
              <PartTimes key={flow.lane.id} flow={flow} part={part} scale={scale} />
            ))}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function PartTimes({ flow, part, scale }: { flow: Flow; part: Part; scale: Scale }) {
  const { mode } = flow.lane;
  const times = sums(flow, part);
  const spread = spreadWords(times);
  const first = firstCost(times);
  return (
    <div className={COLUMNS}>
      <span className={`flex items-center gap-2 text-sm ${modeLook[mode].text}`}>
        <ModeIcon mode={mode} className="size-4" />
        {modeLook[mode].label}
      </span>
      <Spread times={times} scale={scale} mode={mode} />
      <span className="text-sm tabular-nums">
        <span className="font-medium">{timeWords(medianOf(times))}</span>
        {spread ? <span className="text-muted"> ({spread})</span> : null}
        {first === null ? null : <span className="text-muted">, first {timeWords(first)}</span>}
      </span>
    </div>
  );
}
