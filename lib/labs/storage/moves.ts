import "server-only";
import type { Place } from "../engine/server/sites";
import { madeAs } from "./attempts";
import {
  type Cell,
  type CellOf,
  CORS_CELLS,
  CSRF_CELLS,
  cookieName,
  cookieOf,
  SIZE_CELLS,
  XSS_CELLS,
} from "./shared/cells";
import { LOCAL_KEY, type Site } from "./site";
import type { Leave, Move } from "./visit.browser";

// Which cells the browser tries on which page, as moves with addresses.

type Tried = Pick<Move, "cell" | "ticket" | "text">;
/** Hands the attempt out. */
const tried = ({ attempts }: Site, { id, label }: Cell): Tried => ({
  cell: id,
  ticket: attempts.ticketOf(id),
  text: label,
});

/** What scripts and pictures of this place try at the target. */
export function csrfMoves(site: Site, place: Place): Move[] {
  return CSRF_CELLS.filter(({ attempt }) => attempt.place === place).flatMap((cell): Move[] => {
    const { method, mode } = madeAs(cell);
    if (mode === "navigate") return [];
    const url = actUrl(site, cell.id);
    if (cell.attempt.how === "image") return [{ ...tried(site, cell), kind: "image", url }];
    return [{ ...tried(site, cell), kind: "fetch", url, method, mode, credentials: "include" }];
  });
}

/** Forms and links leave the page they stand on, so each is one step of a chain. */
export const NAVIGATIONS: readonly CellOf<"csrf">[] = CSRF_CELLS.filter(
  ({ attempt }) => attempt.how === "form" || attempt.how === "link",
);

/** The next of them that is still to be tried. */
export function navigation(site: Site, step: number): Leave {
  const cell = NAVIGATIONS.slice(step).find((left) => site.isOpen(left));
  if (!cell) return { how: "go", url: `${site.at.target}/end` };
  return { how: cell.attempt.how === "form" ? "form" : "link", url: actUrl(site, cell.id) };
}

/** The answer to a form or a link, as a page: it says so, and leads back to the next one. */
export function answerMove(site: Site, cell: CellOf<"csrf">, status: number, text: string): Move {
  return { ...tried(site, cell), kind: "answer", status, text };
}
export const backFrom = (site: Site, cell: CellOf<"csrf">): Leave => ({
  how: "go",
  url: `${site.at.elsewhere}/attacker?step=${NAVIGATIONS.indexOf(cell) + 1}`,
});

export function sizeMoves(site: Site): Move[] {
  return SIZE_CELLS.map((cell) => ({
    ...tried(site, cell),
    kind: "cookies",
    set: addressOf(site, "target", "bake", cell.id),
    ask: addressOf(site, "target", sizePath(cell), cell.id),
    clear: addressOf(site, "target", "wipe", cell.id),
  }));
}
/** A path of its own for each, so that no other request is burdened with its cookies. */
export const sizePath = (cell: CellOf<"size">): string => `size/${cell.id}`;

export function corsMoves(site: Site): Move[] {
  return CORS_CELLS.map((cell) => {
    const { method, credentials, id } = cell.ask;
    const url = addressOf(site, "target", "cors", cell.id);
    return {
      ...tried(site, cell),
      kind: "fetch",
      url,
      method,
      mode: "cors",
      credentials,
      json: id === "json",
    };
  });
}

/** What a script does that came in with somebody's comment. */
export function injectedMoves(site: Site): Move[] {
  return XSS_CELLS.map((cell) => injectedMove(site, cell)).filter((move) => move !== null);
}

function injectedMove(site: Site, cell: CellOf<"xss">): Move | null {
  if (cell.trick === "csp") return null;
  const tries = tried(site, cell);
  switch (cell.trick) {
    case "read-local":
      return { ...tries, kind: "read-local", key: LOCAL_KEY };
    case "send-local":
      return { ...tries, kind: "send-local", key: LOCAL_KEY, url: lootUrl(site, cell.id) };
    case "read-open":
      return { ...tries, kind: "read-cookie", name: cookieName("open") };
    case "read-http-only":
      return { ...tries, kind: "read-cookie", name: cookieOf(cell) };
    case "act":
      return {
        ...tries,
        kind: "fetch",
        url: actUrl(site, cell.id),
        method: "POST",
        mode: "cors",
        credentials: "include",
      };
  }
}

/** On the page with a policy the page itself watches; the injected script would act at `url`. */
export function policyMoves(site: Site): { moves: Move[]; url: string } {
  const cells = XSS_CELLS.filter(({ trick }) => trick === "csp");
  return {
    moves: cells.map((cell) => ({ ...tried(site, cell), kind: "refused-script" })),
    url: cells.map((cell) => actUrl(site, cell.id)).join(""),
  };
}

const actUrl = (site: Site, cell: string): string => addressOf(site, "target", "act", cell);
const lootUrl = (site: Site, cell: string): string => addressOf(site, "elsewhere", "loot", cell);

/** With the ticket of the attempt that is made by asking for it. */
const addressOf = (site: Site, place: Place, path: string, cell: string): string =>
  `${site.at[place]}/${path}?ticket=${site.attempts.ticketOf(cell)}`;
