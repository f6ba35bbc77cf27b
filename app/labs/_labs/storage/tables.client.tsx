"use client";
// The tables of the storage lab, folded: for each kind of attempt one line with its count, and behind it what the browser
// and the target made of every pair.

import type { ReactNode } from "react";
import { Disclosure } from "@/app/_ui/controls/disclosure";
import { Card } from "@/app/_ui/shell/card";
import { Cell, Row, RowHeading, Table } from "@/app/_ui/words/table";
import {
  ASKS,
  ATTEMPTS,
  corsId,
  csrfId,
  GUARDS,
  POLICIES,
  SAME_SITES,
  SIZES,
  sizeId,
  TRICKS,
  xssId,
} from "@/lib/labs/storage/shared/cells";
import type { Found } from "@/lib/labs/storage/shared/judge";
import { StorageCell } from "./cell.client";
import { countWords } from "./shared/words";
import { TinyTable } from "./tiny-table.client";

type Findings = ReadonlyMap<string, Found>;
type Named = { id: string; label: string };

const attemptNotes: Record<(typeof ATTEMPTS)[number]["id"], string> = {
  own: "No attack, but the control: what the site does for itself has to work, whatever the cookie and the check.",
  neighbour: "Another port is another origin, but the same site, so SameSite does not keep the cookie back.",
  fetch:
    "A cookie with SameSite=Strict or Lax is not sent. A browser that blocks third-party cookies does not send SameSite=None either.",
  image: "Every page may fetch a picture from anywhere. Checks let a GET pass: it should change nothing.",
  form: "It replaces the whole page, so third-party rules do not apply. For the first two minutes of a cookie without SameSite, Chromium sends it here as well.",
  link: "SameSite=Lax comes along with a link. Where a GET changes something, neither Lax nor a check helps.",
};

/** One kind of attempt: the rows and columns of its table, and the cell of each pair. */
interface Attack {
  id: string;
  title: string;
  note: string;
  corner: string;
  rows: readonly Named[];
  columns: readonly Named[];
  cell: (row: string, column: string) => string;
}

const OUTCOME = { id: "outcome", label: "What happened" };

const ATTACKS: readonly { id: string; title: string; lead: string; attacks: readonly Attack[] }[] = [
  {
    id: "csrf",
    title: "Requests from elsewhere (CSRF)",
    lead: "Rows: how the sign-in’s cookie was set. Columns: what the target checks before it looks at the cookie.",
    attacks: ATTEMPTS.map(({ id, label }) => ({
      id,
      title: label,
      note: attemptNotes[id],
      corner: "Cookie",
      rows: SAME_SITES,
      columns: GUARDS,
      cell: (row, column) => csrfId(id, row, column),
    })),
  },
  {
    id: "others",
    title: "Scripts, sizes and answers",
    lead: "A script that got into the page, cookies that are too large, and who may read what the target answers.",
    attacks: [
      {
        id: "xss",
        title: "A script in the page (XSS)",
        note: "The target’s guest book lets a comment bring a script. It runs on the target’s own origin, so no check tells it from the page. HttpOnly keeps the cookie from being carried away. It does not keep it from being used.",
        corner: "The script",
        rows: TRICKS,
        columns: [OUTCOME],
        cell: xssId,
      },
      {
        id: "size",
        title: "How much a cookie holds",
        note: "A browser drops a cookie whose name and value are longer than 4,096 bytes, and says nothing. And a server takes only so many bytes of headers: here 16 KB, as this app does.",
        corner: "The server sets",
        rows: SIZES,
        columns: [{ id: "outcome", label: "Did it come back?" }],
        cell: sizeId,
      },
      {
        id: "cors",
        title: "Who may read the answer (CORS)",
        note: "A page of another origin, on the same site, asks the target. CORS does not keep a request from arriving: it keeps the answer from being read. Only a JSON POST is asked about first, in a preflight.",
        corner: "The target answers with",
        rows: POLICIES,
        columns: ASKS,
        cell: corsId,
      },
    ],
  },
];

/** Folded: each attack is one line with its count, and opens to its table. */
export function StorageTables({ findings }: { findings: Findings }) {
  return ATTACKS.map(({ id, title, lead, attacks }) => (
    <Card key={id} id={id} title={title} lead={lead}>
      <div className="grid min-w-0">
        {attacks.map((attack) => (
          <Disclosure key={attack.id} summary={<AttackLine attack={attack} findings={findings} />}>
            <p className="max-w-prose text-sm text-muted">{attack.note}</p>
            <Matrix
              caption={attack.title}
              corner={attack.corner}
              rows={attack.rows}
              columns={attack.columns}
              found={(row, column) => findings.get(attack.cell(row, column))}
            />
          </Disclosure>
        ))}
      </div>
    </Card>
  ));
}

/** What came of one attack: in a word, as a count, and as a small picture of its table. */
function AttackLine({ attack, findings }: { attack: Attack; findings: Findings }) {
  const { title, rows, columns, cell } = attack;
  const found = rows.map((row) => columns.map((column) => findings.get(cell(row.id, column.id))));
  return (
    <span className="grid items-center gap-x-5 gap-y-1 py-1.5 sm:grid-cols-[1fr_13rem_5.5rem]">
      <span>{title}</span>
      <span className="text-sm font-normal tabular-nums">{countWords(found.flat())}</span>
      <TinyTable rows={found} />
    </span>
  );
}

/**
 * Columns of one width, so that nothing moves when a cell is opened. On a phone a row is a small block of its own,
 * two cells wide, and every cell says its column itself.
 */
const FRAME = [
  "min-w-0 [&_table]:table-fixed",
  "max-sm:[&_table]:block max-sm:[&_thead]:sr-only max-sm:[&_tbody]:block",
  "max-sm:[&_tr]:grid max-sm:[&_tr]:grid-cols-2 max-sm:[&_tr]:gap-x-4 max-sm:[&_tr]:py-2",
  "max-sm:[&_th]:col-span-2 max-sm:[&_th]:px-0 max-sm:[&_th]:py-1 max-sm:[&_td]:p-0",
  "max-sm:[&_td:has([open])]:col-span-2",
].join(" ");

interface MatrixProps {
  caption: string;
  corner: ReactNode;
  rows: readonly Named[];
  columns: readonly Named[];
  found: (row: string, column: string) => Found | undefined;
}

function Matrix({ caption, corner, rows, columns, found }: MatrixProps) {
  return (
    <div className={FRAME}>
      <Table caption={caption} captionHidden head={[corner, ...columns.map(({ label }) => label)]}>
        {rows.map((row) => (
          <Row key={row.id}>
            <RowHeading>
              <span className="block py-1 text-sm font-medium">{row.label}</span>
            </RowHeading>
            {columns.map((column) => (
              <Cell key={column.id}>
                <StorageCell
                  found={found(row.id, column.id)}
                  row={row.label}
                  column={columns.length > 1 ? column.label : ""}
                />
              </Cell>
            ))}
          </Row>
        ))}
      </Table>
    </div>
  );
}
