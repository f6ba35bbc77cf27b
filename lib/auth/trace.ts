import type { Trace, TraceStep } from "./contract";

// Records what one check really did, for people to look at. Only a caller that wants to know makes one.

export interface RecordedTrace extends Trace {
  readonly steps: readonly TraceStep[];
  /** Store reads of all steps. */
  readonly reads: number;
  /** Time of all steps, microseconds. */
  readonly microseconds: number;
}

export function createTrace(): RecordedTrace {
  const steps: TraceStep[] = [];
  return {
    steps,
    get reads() {
      return steps.reduce((sum, step) => sum + step.reads, 0);
    },
    get microseconds() {
      return steps.reduce((sum, step) => sum + step.microseconds, 0);
    },
    begin(name) {
      const startedAt = performance.now();
      return (outcome, reads = 0) => {
        steps.push({ name, outcome, microseconds: (performance.now() - startedAt) * 1000, reads });
      };
    },
  };
}
