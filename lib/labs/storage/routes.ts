import "server-only";
import { z } from "zod";
import type { Place, SiteAnswer, SiteRequest } from "../engine/server/sites";
import { isAttempt, reporterOf } from "./attempts";
import { corsMoves, csrfMoves, injectedMoves, navigation, policyMoves, sizeMoves } from "./moves";
import { callOf, type SitePage, scriptJson, sitePage, workOf } from "./pages";
import type { Cell, CellOf } from "./shared/cells";
import { LOCAL_KEY, type Site } from "./site";
import { act, bake, cors, loot, weigh } from "./target";
import type { Leave, Sight } from "./visit.browser";

// The addresses of the lab's sites, by place: the pages in the order they are visited, and what they ask for.

type Handler = (site: Site, request: SiteRequest) => SiteAnswer | null;

const PAGES: Readonly<Record<Place, Readonly<Record<string, Handler>>>> = {
  target: {
    "GET start": (site) => {
      const moves = [...csrfMoves(site, "target"), ...sizeMoves(site)];
      const leave = go(`${site.at.target}/guestbook`);
      const page = sitePage(site, { place: "target", title: "Its own page", moves, leave });
      return shown(page, site.cookies.set());
    },
    "GET guestbook": (site) => {
      const leave = { ...go(`${site.at.target}/guestbook-with-policy`), forget: LOCAL_KEY };
      const work = workOf(site, "target", injectedMoves(site), leave);
      const keep = `localStorage.setItem(${scriptJson(LOCAL_KEY)}, ${scriptJson(site.token)})`;
      return shown(
        sitePage(site, {
          place: "target",
          title: "A guest book that does not escape",
          open: true,
          body: `<script>${keep}</script><p>A guest’s comment brings a script along.</p>`,
          injected: callOf(work),
        }),
      );
    },
    "GET guestbook-with-policy": (site) => {
      const { moves, url } = policyMoves(site);
      return shown(
        sitePage(site, {
          place: "target",
          title: "The same guest book with a policy",
          moves,
          leave: go(`${site.at.neighbour}/neighbour`),
          injected: `void fetch(${scriptJson(url)}, { method: "POST", credentials: "include" })`,
        }),
      );
    },
    "GET end": (site) => {
      site.finish();
      const body = `<p>${site.closed()} attempts were made and written down. You may close this window.</p><p><a href="${site.runPage}">Go to the run</a></p>`;
      return shown(sitePage(site, { place: "target", title: "That was all", body }), site.cookies.clear());
    },
    "GET act": (site, request) => acted(site, request),
    "POST act": (site, request) => acted(site, request),
    "GET cors": (site, request) => asked(site, request),
    "POST cors": (site, request) => asked(site, request),
    "OPTIONS cors": (site, request) => asked(site, request),
    "POST bake": (site, request) => withSize(site, request, (cell) => bake(site, cell, request)),
    "POST wipe": (site, request) => withSize(site, request, (cell) => bake(site, cell, request, 0)),
    "GET size": (site, request) =>
      withSize(site, request, (cell) => attempted(site, cell, request, () => weigh(site, cell, request))),
  },
  neighbour: {
    "GET neighbour": (site) => {
      const moves = [...csrfMoves(site, "neighbour"), ...corsMoves(site)];
      const leave = go(`${site.at.elsewhere}/attacker`);
      return shown(sitePage(site, { place: "neighbour", title: "A page on another port", moves, leave }));
    },
  },
  elsewhere: {
    "GET attacker": (site, { query }) => {
      const step = Number(query.get("step") ?? Number.NaN);
      const first = !Number.isSafeInteger(step) || step < 0;
      const moves = first ? csrfMoves(site, "elsewhere") : [];
      const leave = navigation(site, first ? 0 : step);
      return shown(sitePage(site, { place: "elsewhere", title: "Attempts from another site", moves, leave }));
    },
    "POST loot": (site, request) => {
      const cell = cellIn(site, request);
      if (cell?.part !== "xss") return null;
      return attempted(site, cell, request, () => loot(site, cell, request));
    },
  },
};

/** Null: there is nothing at this address. */
export function answerSite(site: Site, place: Place, request: SiteRequest): SiteAnswer | null {
  const route = `${request.method} ${request.path.split("/")[0]}`;
  if (route === "POST report") return report(site, place, request);
  const handlers = PAGES[place];
  const handler = Object.hasOwn(handlers, route) ? handlers[route] : undefined;
  return handler?.(site, request) ?? null;
}

const sightSchema = z.strictObject({
  read: z.string().max(200),
  status: z.number().int().min(100).max(599).nullable(),
  text: z.string().max(200),
}) satisfies z.ZodType<Sight>;
const reportSchema = z.strictObject({ ticket: z.string().max(40), saw: sightSchema });

/**
 * Of an attempt that was handed out, once, and only from the page that sees what comes of it: a form or a script of
 * any other page does not get here. Whether something could be read is judged by what was read.
 */
function report(site: Site, place: Place, { headers, body }: SiteRequest): SiteAnswer {
  const ours = headers.get("origin") === site.origins[place];
  if (!ours || headers.get("content-type") !== "application/json") return { status: 403 };
  const parsed = reportSchema.safeParse(parse(body));
  if (!parsed.success) return { status: 400 };
  const { ticket, saw } = parsed.data;
  const cell = site.attempts.cellOf(ticket);
  if (!cell || reporterOf(cell) !== place) return { status: 404 };
  const { status, text, read } = saw;
  const proof = proofFor(site, cell);
  const readable = proof !== null && read.includes(proof);
  return { status: site.saw(cell, { readable, status, text }) ? 204 : 409 };
}

/** What a script can repeat only if it could read what it tried to; null for attempts that read nothing. */
function proofFor(site: Site, cell: Cell): string | null {
  if (cell.part === "cors") return site.attempts.proofOf(cell.id);
  if (cell.part !== "xss") return null;
  if (cell.trick === "read-local") return site.token;
  return cell.trick === "read-open" || cell.trick === "read-http-only" ? site.cookies.value : null;
}

function acted(site: Site, request: SiteRequest): SiteAnswer | null {
  const cell = cellIn(site, request);
  if (cell?.part !== "csrf" && cell?.part !== "xss") return null;
  return attempted(site, cell, request, () => act(site, cell, request));
}

function asked(site: Site, request: SiteRequest): SiteAnswer | null {
  const cell = cellIn(site, request);
  if (cell?.part !== "cors") return null;
  return attempted(site, cell, request, () => cors(site, cell, request));
}

function withSize(
  site: Site,
  request: SiteRequest,
  work: (cell: CellOf<"size">) => SiteAnswer | null,
): SiteAnswer | null {
  const cell = cellIn(site, request);
  return cell?.part === "size" ? work(cell) : null;
}

/** The cell that the ticket in the address was handed out for. */
const cellIn = (site: Site, { query }: SiteRequest): Cell | null =>
  site.attempts.cellOf(query.get("ticket") ?? "");

/** A request that cannot be the attempt does nothing and is not written down. */
function attempted(site: Site, cell: Cell, request: SiteRequest, work: () => SiteAnswer): SiteAnswer {
  return isAttempt(cell, site.origins, request) ? work() : { status: 409, body: NOT_THIS_ATTEMPT };
}
const NOT_THIS_ATTEMPT = JSON.stringify({ error: "not_this_attempt" });

const go = (url: string): Leave => ({ how: "go", url });

const shown = ({ html, headers }: SitePage, cookies: string[] = []): SiteAnswer => ({
  status: 200,
  body: html,
  type: "text/html",
  headers: [...headers, ...cookies.map((line): [string, string] => ["set-cookie", line])],
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
