// The modes side by side, row by row, read from what each of them promises (`guarantees`): a JWT under one
// strategy, or under each. With many columns it scrolls in its own frame.

import type { Guarantees, ModeName, StrategyName } from "@/lib/auth/contract";
import { STRATEGY_NAMES } from "@/lib/auth/names";
import { ModeIcon } from "../drawings/icons";
import { guaranteeRows } from "./guarantees";
import { modeLook } from "./modes";
import { strategyLook } from "./strategies";
import { Cell, Row, RowHeading, Table } from "./table";

export interface GuaranteesColumn {
  mode: ModeName;
  /** A JWT's. */
  strategy?: StrategyName | undefined;
  /** A word about this column: "default". */
  note?: string | undefined;
  guarantees: Guarantees;
}

export function GuaranteesTable({ columns }: { columns: readonly GuaranteesColumn[] }) {
  const width = columns.length > 2 ? "min-w-28" : "";
  return (
    <Table
      caption="What each mode promises"
      captionHidden
      head={[
        <span key="what" className="sr-only">
          Promise
        </span>,
        ...columns.map((column) => <Heading key={keyOf(column)} column={column} />),
      ]}
    >
      {guaranteeRows.map((row) => (
        <Row key={row.label}>
          <RowHeading>
            <span className={`block font-medium ${width}`}>{row.label}</span>
            <span className="block text-sm text-muted max-sm:hidden">{row.explain}</span>
          </RowHeading>
          {columns.map((column) => (
            <Cell key={keyOf(column)}>
              <span className={`block ${width}`}>{row.value(column.guarantees)}</span>
            </Cell>
          ))}
        </Row>
      ))}
    </Table>
  );
}

/** The database session and a JWT under every strategy. */
export function everyColumn(
  session: Guarantees,
  jwt: Record<StrategyName, Guarantees>,
  chosen: { strategy: StrategyName; note: string },
): GuaranteesColumn[] {
  return [
    { mode: "session", guarantees: session },
    ...STRATEGY_NAMES.map((strategy): GuaranteesColumn => {
      const note = strategy === chosen.strategy ? chosen.note : undefined;
      return { mode: "jwt", strategy, note, guarantees: jwt[strategy] };
    }),
  ];
}

const keyOf = ({ mode, strategy }: GuaranteesColumn): string => `${mode} ${strategy ?? ""}`;

function Heading({ column: { mode, strategy, note } }: { column: GuaranteesColumn }) {
  return (
    <span className={`grid justify-items-start gap-0.5 ${modeLook[mode].text}`}>
      <span className="flex items-center gap-1.5">
        <ModeIcon mode={mode} className="size-4 max-sm:hidden" />
        {modeLook[mode].label}
      </span>
      {strategy ? (
        <span className="text-ink">
          {strategyLook[strategy].label}
          {note ? <span className="font-normal text-muted"> ({note})</span> : null}
        </span>
      ) : null}
    </span>
  );
}
