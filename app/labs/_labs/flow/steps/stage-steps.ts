// The steps of a recording for the stage: the words of each, what was sent or done, and the medians of its times.

import { reads } from "@/app/_ui/words/words";
import type { Flow } from "@/lib/labs/flow/recorded";
import { arrowsOf, PARTS } from "./arrows";
import type { StageStep } from "./flow-on-stage.client";
import { measured, medianOf, type Part, timeWords } from "./measured";
import { STEPS, type StepId } from "./words";

const MEASURED: Partial<Record<StepId, Part>> = {
  check: (round) => [...PARTS.account(round), ...PARTS.check(round)],
  make: PARTS.make,
  write: PARTS.write,
  gate: PARTS.gate,
  guard: PARTS.guard,
  again: (round) => [...PARTS.gateAgain(round), ...PARTS.guardAgain(round)],
};

export function stageSteps(flows: readonly Flow[]): StageStep[] {
  const arrows = arrowsOf(flows);
  return STEPS.map(({ id, title, plain }, index) => ({
    title,
    sides: flows.map((flow) => {
      const { mode } = flow.lane;
      const part = MEASURED[id];
      const own = arrows.filter((arrow) => arrow.step === index && (arrow.mode ?? mode) === mode);
      return {
        mode,
        plain: plain[mode],
        measured: part ? timesOf(flow, part) : own.map(({ label }) => label),
      };
    }),
  }));
}

const timesOf = (flow: Flow, part: Part): string[] =>
  measured(flow, part).map(({ name, times, reads: count }) =>
    [name, timeWords(medianOf(times)), ...(count > 0 ? [reads(count)] : [])].join(" · "),
  );
