// The steps of a recording for the stage: the words of each, and its arrows with their times.

import type { Flow } from "@/lib/labs/flow/recorded";
import { arrowsOf } from "./arrows";
import type { StageStep } from "./flow-on-stage.client";
import { STEPS } from "./words";

export function stageSteps(flows: readonly Flow[]): StageStep[] {
  const told = flows.map((flow) => ({ mode: flow.lane.mode, arrows: arrowsOf(flow) }));
  return STEPS.map(({ title, plain }, index) => ({
    title,
    sides: told.map(({ mode, arrows }) => ({
      mode,
      plain: plain[mode],
      measured: arrows.filter(({ step }) => step === index).map(({ label }) => label),
    })),
  }));
}
