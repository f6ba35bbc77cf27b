// What a check did, step by step, as its trace recorded it: for the guard of this page and for the probes.
// Draws what it is given and knows no mode but for its color.

import type { ModeName, TraceStep } from "@/lib/auth/contract";
import { modeLook } from "../words/modes";
import { micros, outcomeWords, reads } from "../words/words";

interface DrawnStep extends TraceStep {
  /** What the first one took, where that was far more. */
  firstMicroseconds?: number | null;
}

interface StepsProps {
  steps: readonly DrawnStep[];
  mode: ModeName;
  /** Microseconds of a full bar, where several lists share a scale. */
  full?: number;
}

export function Steps({ steps, mode, full }: StepsProps) {
  const longest = full ?? Math.max(1, ...steps.map((step) => step.microseconds));
  return (
    <ol className="grid min-w-0 gap-1.5">
      {steps.map((step) => (
        <Step
          key={step.name}
          step={step}
          share={Math.min(1, step.microseconds / longest)}
          fill={modeLook[mode].fill}
        />
      ))}
    </ol>
  );
}

const passed: readonly TraceStep["outcome"][] = ["ok", "remembered"];

function Step({ step, share, fill }: { step: DrawnStep; share: number; fill: string }) {
  const good = passed.includes(step.outcome);
  return (
    <li className="grid min-w-0 gap-1">
      <div className="flex min-w-0 items-baseline gap-x-3 text-sm">
        <span className="min-w-0 flex-1">
          {step.name}
          <span className={good ? "text-muted" : "font-medium text-bad"}>
            {" "}
            · {outcomeWords(step.outcome)}
          </span>
          {step.reads > 0 ? <span className="text-muted"> · {reads(step.reads)}</span> : null}
          {step.firstMicroseconds ? (
            <span className="text-muted"> · {micros(step.firstMicroseconds)} the first time</span>
          ) : null}
        </span>
        <span className="shrink-0 text-right tabular-nums">{micros(step.microseconds)}</span>
      </div>
      <svg viewBox="0 0 100 2" preserveAspectRatio="none" className="h-0.5 w-full bg-line" aria-hidden="true">
        <rect width={Math.max(0.6, share * 100).toFixed(2)} height="2" className={good ? fill : "fill-bad"} />
      </svg>
    </li>
  );
}
