// The steps of a part of the way: how each ended, its median, and all its times on the line that the whole page shares.

import { outcomeWords, reads } from "@/app/_ui/words/words";
import type { ModeName } from "@/lib/auth/contract";
import { firstCost, type MeasuredStep, medianOf, type Scale, timeWords } from "./measured";
import { Spread } from "./spread";

interface StepTimesProps {
  steps: readonly MeasuredStep[];
  scale: Scale;
  mode: ModeName;
}

export function StepTimes({ steps, scale, mode }: StepTimesProps) {
  return (
    <ol className="grid min-w-0 gap-2">
      {steps.map((step) => (
        <li key={step.name} className="grid min-w-0 text-sm">
          <span className="flex min-w-0 items-baseline gap-x-3">
            <span className="min-w-0 flex-1">
              {step.name}
              <span className="text-muted"> · {outcomeWords(step.outcome)}</span>
              {step.reads > 0 ? <span className="text-muted"> · {reads(step.reads)}</span> : null}
            </span>
            <span className="shrink-0 font-medium tabular-nums">{timeWords(medianOf(step.times))}</span>
          </span>
          <Spread times={step.times} scale={scale} mode={mode} />
          <First cost={firstCost(step.times)} />
        </li>
      ))}
    </ol>
  );
}

/** Only where the first of its kind cost notably more. */
export function First({ cost }: { cost: number | null }) {
  if (cost === null) return null;
  return <span className="text-muted tabular-nums">the first time {timeWords(cost)}</span>;
}
