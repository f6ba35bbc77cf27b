// The whole way, step by step, from what one run recorded.

import type { Flow } from "@/lib/labs/flow/recorded";
import { arrowsOf } from "./arrows";
import { Side } from "./side";
import { Stepper } from "./stepper.client";
import { Times } from "./times";
import { STEPS } from "./words";

export function FlowSteps({ flows }: { flows: readonly Flow[] }) {
  const columns = flows.map((flow) => ({
    mode: flow.lane.mode,
    arrows: arrowsOf(flow),
    sides: STEPS.map(({ id, plain, picture }) => (
      <Side key={id} flow={flow} step={id} plain={plain[flow.lane.mode]} picture={picture[flow.lane.mode]} />
    )),
  }));
  return (
    <>
      <Stepper titles={STEPS.map(({ title }) => title)} columns={columns} />
      <Times flows={flows} />
    </>
  );
}
