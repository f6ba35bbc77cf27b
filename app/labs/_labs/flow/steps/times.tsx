// What the parts of the way took, both modes side by side. Sums of the recorded steps, nothing else.

import { Card } from "@/app/_ui/shell/card";
import { modeLook } from "@/app/_ui/words/modes";
import { Cell, Row, RowHeading, Table } from "@/app/_ui/words/table";
import { micros } from "@/app/_ui/words/words";
import type { TraceStep } from "@/lib/auth/contract";
import type { Flow } from "@/lib/labs/flow/recorded";
import { partsOf, sumOf } from "./arrows";

const LINES: { label: string; steps(flow: Flow): readonly TraceStep[] }[] = [
  { label: "Password check, Argon2id", steps: (flow) => partsOf(flow).check },
  { label: "Writing the sign-in down", steps: (flow) => partsOf(flow).write },
  { label: "Sealing or signing the credential", steps: (flow) => partsOf(flow).make },
  { label: "Gate and guard, first request", steps: ({ first }) => [...first.gate, ...first.steps] },
  { label: "Gate and guard, again", steps: ({ second }) => [...second.gate, ...second.steps] },
];

export function Times({ flows }: { flows: readonly Flow[] }) {
  return (
    <Card
      id="times"
      title="What it took"
      lead="One recording on this machine, with the store in its memory: every number varies, and the first of a kind is slower."
    >
      <Table
        caption="Measured times of both modes"
        captionHidden
        head={["Part of the way", ...flows.map(({ lane }) => modeLook[lane.mode].label)]}
      >
        {LINES.map(({ label, steps }) => (
          <Row key={label}>
            <RowHeading>{label}</RowHeading>
            {flows.map((flow) => (
              <Cell key={flow.lane.id}>
                <span className="whitespace-nowrap">{micros(sumOf(steps(flow)))}</span>
              </Cell>
            ))}
          </Row>
        ))}
      </Table>
    </Card>
  );
}
