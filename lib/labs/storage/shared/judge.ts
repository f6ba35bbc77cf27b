// What happened in each cell, from what was recorded of it. A cell that was not tried is not judged. The page and the
// conclusion of a run use the same function.

import type { Recording } from "../../contract";
import { type Cell, type CellOf, cellOf, cookieOf } from "./cells";
import { type CellFact, cellFactOf } from "./findings";

export type Why =
  | "no_cookie"
  | "guard"
  | "no_cookie_and_guard"
  | "unreadable"
  | "preflight"
  | "http_only"
  | "policy"
  | "not_kept"
  | "too_large"
  | "not_arrived";

export type Finding = {
  id: string;
  happened: boolean;
  /** Null where it happened. */
  why: Why | null;
  /** Did the cookie that the cell is about reach the target? */
  cookie: boolean;
  /** Who saw it. What happened, the server always saw; that it did not, often the browser alone can tell. */
  by: "server" | "browser";
  /** `seq` of the mark with request and answer. */
  seq: number;
};

export interface Found {
  finding: Finding;
  cell: Cell;
  fact: CellFact;
}

/** By cell; the first mark of a cell counts. */
export function findingsOf({ facts }: Pick<Recording, "facts">): Map<string, Found> {
  const found = new Map<string, Found>();
  for (const mark of facts) {
    const fact = cellFactOf(mark);
    const cell = fact && cellOf(fact.cell);
    if (!fact || !cell || found.has(cell.id)) continue;
    const why = whyNot(cell, fact);
    const cookie = fact.arrived?.cookies.includes(cookieOf(cell)) ?? false;
    // An answer that no script could read is known to the browser alone, although its request arrived.
    const by = !why || (fact.arrived && cell.part !== "cors") ? "server" : "browser";
    const finding: Finding = { id: cell.id, happened: !why, why, cookie, by, seq: mark.seq };
    found.set(cell.id, { cell, fact, finding });
  }
  return found;
}

/** Null: it happened. */
function whyNot(cell: Cell, fact: CellFact): Why | null {
  const { arrived, preflight, saw } = fact;
  switch (cell.part) {
    case "csrf":
      return whyNotDone(cell, fact);
    case "xss":
      return whyNotInjected(cell, fact);
    case "size":
      if (arrived) return arrived.done ? null : "not_kept";
      return saw.status === 431 ? "too_large" : "not_arrived";
    case "cors":
      if (saw.readable) return null;
      if (arrived) return "unreadable";
      return preflight ? "preflight" : "not_arrived";
  }
}

function whyNotDone(cell: CellOf<"csrf">, { arrived }: CellFact): Why | null {
  if (!arrived) return "not_arrived";
  if (arrived.done) return null;
  if (arrived.passed !== false) return "no_cookie";
  return arrived.cookies.includes(cookieOf(cell)) ? "guard" : "no_cookie_and_guard";
}

function whyNotInjected({ trick }: CellOf<"xss">, { arrived, saw }: CellFact): Why | null {
  switch (trick) {
    case "read-local":
    case "read-open":
      return saw.readable ? null : "not_kept";
    case "read-http-only":
      return saw.readable ? null : "http_only";
    case "send-local":
    case "act":
      return arrived?.done ? null : "not_arrived";
    case "csp":
      return arrived ? null : "policy";
  }
}
