"use client";
// The run as a list of what was done and where the answers changed: the picture's facts, one by one, for those who do
// not see it and for those who want them exactly.

import { memo } from "react";
import { Disclosure } from "@/app/_ui/controls/disclosure";
import { Cell, Row, RowHeading, Table } from "@/app/_ui/words/table";
import type { Recording } from "@/lib/labs/contract";
import { instant } from "../../_drawing/words";
import { entriesOf } from "./log-entries";

export const RunLog = memo(function RunLog({ recording }: { recording: Recording }) {
  const entries = entriesOf(recording);
  const requests = recording.facts.filter(({ kind }) => kind === "answer").length;
  return (
    <Disclosure summary={`Everything done, and every change of answer (${entries.length})`}>
      <p className="text-sm text-muted">
        {requests} requests are recorded.{" "}
        {recording.dropped > 0 ? `${recording.dropped} more were counted and not kept. ` : ""}
        The JSON has each of them.
      </p>
      <Table
        caption="Everything done, and every change of answer"
        captionHidden
        head={["Since the start", "Lane", "Who", "What"]}
      >
        {entries.map(({ key, at, lane, who, what }) => (
          <Row key={key}>
            <RowHeading>
              <span className="tabular-nums">{instant(at)}</span>
            </RowHeading>
            <Cell>{lane}</Cell>
            <Cell>{who}</Cell>
            <Cell>{what}</Cell>
          </Row>
        ))}
      </Table>
    </Disclosure>
  );
});
