import type { Trace, TraceStep } from "./contract";

// Records what one check or issue really did, for people to look at. Only a caller that wants to know makes one.

export interface RecordedTrace extends Trace {
  readonly steps: readonly TraceStep[];
  /** Store reads of all steps. */
  readonly reads: number;
  /** Time of all steps, microseconds. */
  readonly microseconds: number;
}

/**
 * Does one piece of work that cannot be refused, as a step of the trace if there is one. `reads` counts the store
 * reads of the work from its result. What throws is no step.
 */
export function step<T>(
  trace: Trace | undefined,
  name: string,
  work: () => Promise<T>,
  reads: (result: T) => number = () => 0,
): Promise<T> {
  if (!trace) return work();
  const end = trace.begin(name);
  return work().then((result) => {
    end("ok", reads(result));
    return result;
  });
}

/** Counts store reads and nothing else: for checks that nobody looks at step by step. */
export function createReadCount(): RecordedTrace {
  const trace = {
    steps: [],
    reads: 0,
    microseconds: 0,
    begin: () => count,
  };
  function count(_outcome: TraceStep["outcome"], more = 0): void {
    trace.reads += more;
  }
  return trace;
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
