// The two modes side by side, row by row, read from what each of them promises (`guarantees`).

import type { Guarantees, ModeName } from "@/lib/auth/contract";
import { ModeIcon } from "./icons";
import { guaranteeRows, modeLook } from "./modes";
import { Cell, Row, RowHeading, Table } from "./table";

const modes: ModeName[] = ["session", "jwt"];

export function GuaranteesTable({ guarantees }: { guarantees: Record<ModeName, Guarantees> }) {
  return (
    <Table
      caption="What each mode promises"
      captionHidden
      head={[
        <span key="what" className="sr-only">
          Promise
        </span>,
        ...modes.map((mode) => <Heading key={mode} mode={mode} />),
      ]}
    >
      {guaranteeRows.map((row) => (
        <Row key={row.label}>
          <RowHeading>
            <span className="font-medium">{row.label}</span>
            <span className="block text-sm text-muted max-sm:hidden">{row.explain}</span>
          </RowHeading>
          {modes.map((mode) => (
            <Cell key={mode}>{row.value(guarantees[mode])}</Cell>
          ))}
        </Row>
      ))}
    </Table>
  );
}

function Heading({ mode }: { mode: ModeName }) {
  return (
    <span className={`flex items-center gap-1.5 ${modeLook[mode].text}`}>
      <ModeIcon mode={mode} className="size-4 max-sm:hidden" />
      {modeLook[mode].label}
    </span>
  );
}
