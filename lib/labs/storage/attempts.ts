import "server-only";
import type { Place } from "../engine/server/sites";
import type { Cell } from "./shared/cells";

// How the attempt of each cell is made, and whether a request can be that attempt. A browser marks its requests by
// itself (Fetch Metadata, `Origin`), and no page can change those marks: so nothing that a page sends in another way
// is written down as the attempt. A program that is no browser can send any marks it likes.

/** From which page, to which site, and by which kind of request. */
export interface MadeAs {
  from: Place;
  to: Place;
  method: string;
  /** As in `Sec-Fetch-Mode`. */
  mode: "cors" | "no-cors" | "navigate";
}

export function madeAs(cell: Cell): MadeAs {
  switch (cell.part) {
    case "csrf": {
      const { place: from, how, method } = cell.attempt;
      const inPage = how === "fetch" && from === "target" ? "cors" : "no-cors";
      const mode = how === "form" || how === "link" ? "navigate" : inPage;
      return { from, to: "target", method, mode };
    }
    case "xss":
      return cell.trick === "send-local"
        ? { from: "target", to: "elsewhere", method: "POST", mode: "no-cors" }
        : { from: "target", to: "target", method: "POST", mode: "cors" };
    case "size":
      return { from: "target", to: "target", method: "GET", mode: "cors" };
    case "cors":
      return { from: "neighbour", to: "target", method: cell.ask.method, mode: "cors" };
  }
}

/** Which page reports what it saw. A form or a link replaces the page, so the answer's page reports. */
export function reporterOf(cell: Cell): Place {
  const { from, to, mode } = madeAs(cell);
  return mode === "navigate" ? to : from;
}

/** May this request be the attempt of the cell? A header that is missing is not checked. */
export function isAttempt(
  cell: Cell,
  origins: Readonly<Record<Place, string>>,
  { method, headers }: { method: string; headers: Headers },
): boolean {
  const made = madeAs(cell);
  const preflight = cell.part === "cors" && method === "OPTIONS";
  if (method !== made.method && !preflight) return false;
  const says = (name: string, ...wanted: string[]) => {
    const said = headers.get(name);
    return said === null || wanted.includes(said);
  };
  return (
    // "null": a browser that keeps its origin to itself.
    says("origin", origins[made.from], "null") &&
    says("sec-fetch-site", siteBetween(made)) &&
    says("sec-fetch-mode", made.mode)
  );
}

/** W3C Fetch Metadata §2.3. */
function siteBetween({ from, to }: MadeAs): string {
  if (from === to) return "same-origin";
  return from === "elsewhere" || to === "elsewhere" ? "cross-site" : "same-site";
}
