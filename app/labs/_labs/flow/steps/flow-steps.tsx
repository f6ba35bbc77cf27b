// The whole way, step by step, from what one run recorded.

import type { Flow } from "@/lib/labs/flow/recorded";
import { arrowsOf } from "./arrows";
import { scaleOf } from "./measured";
import { Side } from "./side";
import { Stepper } from "./stepper.client";
import { Times } from "./times";
import { STEPS } from "./words";

export function FlowSteps({ flows }: { flows: readonly Flow[] }) {
  const scale = scaleOf(flows.flatMap(allTimes));
  const columns = flows.map((flow) => ({
    mode: flow.lane.mode,
    sides: STEPS.map(({ id, plain, picture }) => (
      <Side
        key={id}
        flow={flow}
        scale={scale}
        step={id}
        plain={plain[flow.lane.mode]}
        picture={picture[flow.lane.mode]}
      />
    )),
  }));
  return (
    <>
      <Stepper titles={STEPS.map(({ title }) => title)} arrows={arrowsOf(flows)} columns={columns} />
      <Times flows={flows} scale={scale} />
    </>
  );
}

const allTimes = ({ rounds }: Flow): number[] =>
  rounds
    .flatMap(({ signIn, first, second }) => [
      ...signIn,
      ...first.gate,
      ...first.steps,
      ...second.gate,
      ...second.steps,
    ])
    .map(({ microseconds }) => microseconds);
