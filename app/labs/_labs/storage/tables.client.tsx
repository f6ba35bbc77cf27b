"use client";
// The tables of the storage lab: for each kind of attempt what the browser and the target made of it.

import type { ReactNode } from "react";
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

type Findings = ReadonlyMap<string, Found>;
type Named = { id: string; label: string };

const attemptNotes: Record<(typeof ATTEMPTS)[number]["id"], string> = {
  own: "The control: what the site does for itself has to work, whatever the cookie and the check.",
  neighbour: "Another port is another origin, but the same site: SameSite holds nothing back.",
  fetch:
    "SameSite=Strict and Lax stay at home. A browser that blocks third-party cookies keeps SameSite=None back, too.",
  image: "Every page may fetch a picture from anywhere. Checks let a GET pass: it should change nothing.",
  form: "It replaces the whole page, so third-party rules do not apply. For the first two minutes of a cookie without SameSite, Chromium sends it here as well.",
  link: "SameSite=Lax comes along with a link. Where a GET changes something, neither Lax nor a check helps.",
};

export function StorageTables({ findings }: { findings: Findings }) {
  return (
    <>
      <Card
        id="csrf"
        title="Requests from elsewhere (CSRF)"
        lead="Rows: how the sign-in’s cookie was set. Columns: what the target checks before it looks at the cookie."
      >
        <div className="grid min-w-0 gap-8">
          {ATTEMPTS.map(({ id, label }) => (
            <div key={id} className="grid min-w-0 gap-1">
              <h3 className="font-semibold">{label}</h3>
              <p className="max-w-prose text-sm text-muted">{attemptNotes[id]}</p>
              <Matrix
                caption={label}
                corner="Cookie"
                rows={SAME_SITES}
                columns={GUARDS}
                found={(row, column) => findings.get(csrfId(id, row, column))}
              />
            </div>
          ))}
        </div>
      </Card>
      <Card
        id="xss"
        title="A script in the page (XSS)"
        lead="The target’s guest book lets a comment bring a script. It runs on the target’s own origin, so no check tells it from the page. HttpOnly keeps the cookie from being carried away, not from being used."
      >
        <Matrix
          caption="What an injected script can do"
          corner="The script"
          rows={TRICKS}
          columns={[{ id: "outcome", label: "What happened" }]}
          found={(row) => findings.get(xssId(row))}
        />
      </Card>
      <Card
        id="size"
        title="How much a cookie holds"
        lead="A browser drops a cookie whose name and value are longer than 4,096 bytes, without a word. And a server takes only so many bytes of headers: here 16 KB, as this app does."
      >
        <Matrix
          caption="What became of large cookies"
          corner="The server sets"
          rows={SIZES}
          columns={[{ id: "outcome", label: "Did it come back?" }]}
          found={(row) => findings.get(sizeId(row))}
        />
      </Card>
      <Card
        id="cors"
        title="Who may read the answer (CORS)"
        lead="A page of another origin, on the same site, asks the target. CORS does not keep a request from arriving: it keeps the answer from being read. Only a JSON POST is asked about first, in a preflight."
      >
        <Matrix
          caption="Which answers the other origin can read"
          corner="The target answers with"
          rows={POLICIES}
          columns={ASKS}
          found={(row, column) => findings.get(corsId(row, column))}
        />
      </Card>
    </>
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
