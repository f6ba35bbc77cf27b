"use client";
// What the lab "revocation" shows besides the lanes: what each lane's checks cost the store, because that is what a
// short delay is paid with.

import { Card } from "@/app/_ui/shell/card";
import { Cell, Row, RowHeading, Table } from "@/app/_ui/words/table";
import type { AnswerFact, RecordedLane, Recording } from "@/lib/labs/contract";
import type { PanelProps } from "../look";

export function RevocationPanel({ run: { recording } }: PanelProps) {
  if (recording.lanes.length === 0) return null;
  return (
    <Card
      id="cost"
      quiet
      title="What the checks cost"
      lead="Counted over every accepted request of the copy. A credential that can be refused at once costs one read of the store for each request."
    >
      <Table
        caption="Store reads and refreshes of every lane"
        captionHidden
        head={[
          "Lane",
          "Accepted requests",
          "Store reads",
          "Reads a request",
          "Promised, at most",
          "Refreshes",
        ]}
      >
        {recording.lanes.map((lane) => (
          <CostRow key={lane.id} lane={lane} recording={recording} />
        ))}
      </Table>
      <p className="max-w-prose text-sm text-muted">
        A refresh is a transaction of its own: it reads the token, the sign-in and the account, and writes the
        next token.
      </p>
    </Card>
  );
}

function CostRow({ lane, recording }: { lane: RecordedLane; recording: Recording }) {
  const accepted = recording.facts.filter(
    (fact): fact is AnswerFact =>
      fact.kind === "answer" && fact.lane === lane.id && fact.by === "prober" && fact.accepted,
  );
  const reads = accepted.reduce((sum, answer) => sum + answer.reads, 0);
  return (
    <Row>
      <RowHeading>
        <span className="block min-w-40 font-medium">{lane.label}</span>
      </RowHeading>
      <Cell>{accepted.length}</Cell>
      <Cell>{reads}</Cell>
      <Cell>{accepted.length > 0 ? (reads / accepted.length).toFixed(2) : "–"}</Cell>
      <Cell>{lane.guarantees.readsPerVerify}</Cell>
      <Cell>{accepted.filter(({ renewed }) => renewed).length}</Cell>
    </Row>
  );
}
