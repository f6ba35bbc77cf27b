"use client";
// Every refresh token of a theft as a row: the tree's facts for those who read tables, and for copying.

import { Cell, Row, RowHeading, Table } from "@/app/_ui/words/table";
import type { RecordedLane } from "@/lib/labs/contract";
import type { LaneStory, TokenNode, Who } from "@/lib/labs/theft/shared/family";
import { linesOf } from "./shared/words";

export function TheftTable({ told }: { told: readonly { lane: RecordedLane; story: LaneStory }[] }) {
  return (
    <Table
      caption="Refresh tokens: where each came from, and who did what with it"
      captionHidden
      head={["Lane", "Token", "Came from", "Owner", "Thief"]}
    >
      {told.flatMap(({ lane, story: { tokens } }) =>
        tokens.map((token) => (
          <Row key={`${lane.id} ${token.name}`}>
            <RowHeading>
              <span className="block min-w-32">{lane.label}</span>
            </RowHeading>
            <Cell>{token.name}</Cell>
            <Cell>
              <span className="whitespace-nowrap">{token.parent ?? "a sign-in"}</span>
            </Cell>
            <Cell>
              <span className="block min-w-44">{said(token, "owner", tokens)}</span>
            </Cell>
            <Cell>
              <span className="block min-w-44">{said(token, "thief", tokens)}</span>
            </Cell>
          </Row>
        )),
      )}
    </Table>
  );
}

const said = (token: TokenNode, who: Who, tokens: readonly TokenNode[]): string =>
  linesOf(token, who, tokens)
    .map(({ text }) => text)
    .join("; ") || "–";
