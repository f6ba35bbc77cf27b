import "server-only";
import { z } from "zod";
import { type Cell, cellOf, type Place } from "./cells.client";
import type { Saw } from "./findings.client";
import { corsMoves, csrfMoves, injectedMoves, navigation, policyMoves, sizeMoves } from "./moves";
import { callOf, type SitePage, scriptJson, sitePage, workOf } from "./pages";
import { LOCAL_KEY, type Site } from "./site";
import { act, bake, cors, loot, type SiteAnswer, type SiteRequest, weigh } from "./target";
import type { Leave } from "./visit.browser";

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
          ...{ place: "target", title: "A guest book that does not escape", open: true },
          body: `<script>${keep}</script><p>A guest’s comment brings a script along.</p>`,
          injected: callOf(work),
        }),
      );
    },
    "GET guestbook-with-policy": (site) => {
      const { moves, url } = policyMoves(site);
      return shown(
        sitePage(site, {
          ...{ place: "target", title: "The same guest book with a policy", moves },
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
    "POST bake": (site, request) => withSize(request, (cell) => bake(site, cell, request)),
    "POST wipe": (site, request) => withSize(request, (cell) => bake(site, cell, request, 0)),
    "GET size": (site, request) => {
      const cell = cellOf(request.path.split("/")[1] ?? "");
      return cell?.part === "size" ? weigh(site, cell, request) : null;
    },
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
      const cell = cellOf(request.query.get("cell") ?? "");
      return cell?.part === "xss" ? loot(site, cell, request) : null;
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

const sawSchema = z.strictObject({
  readable: z.boolean(),
  status: z.number().int().min(100).max(599).nullable(),
  text: z.string().max(200),
}) satisfies z.ZodType<Saw>;
const reportSchema = z.strictObject({ cell: z.string().max(80), saw: sawSchema });

/** Only from a page of this very origin: a form or a script of any other page does not get here. */
function report(site: Site, place: Place, { headers, body }: SiteRequest): SiteAnswer {
  const ours = headers.get("origin") === site.origins[place];
  if (!ours || headers.get("content-type") !== "application/json") return { status: 403 };
  const parsed = reportSchema.safeParse(parse(body));
  const cell: Cell | null = parsed.success ? cellOf(parsed.data.cell) : null;
  if (!parsed.success || !cell) return { status: 400 };
  return { status: site.saw(cell, parsed.data.saw) ? 204 : 409 };
}

function acted(site: Site, request: SiteRequest): SiteAnswer | null {
  const cell = cellOf(request.query.get("cell") ?? "");
  return cell?.part === "csrf" || cell?.part === "xss" ? act(site, cell, request) : null;
}

function asked(site: Site, request: SiteRequest): SiteAnswer | null {
  const cell = cellOf(request.query.get("cell") ?? "");
  return cell?.part === "cors" ? cors(site, cell, request) : null;
}

function withSize(
  { query }: SiteRequest,
  work: (cell: Extract<Cell, { part: "size" }>) => SiteAnswer,
): SiteAnswer | null {
  const cell = cellOf(query.get("cell") ?? "");
  return cell?.part === "size" ? work(cell) : null;
}

const go = (url: string): Leave => ({ how: "go", url });

const shown = ({ html, headers }: SitePage, cookies: string[] = []): SiteAnswer => ({
  ...{ status: 200, body: html, type: "text/html" },
  headers: [...headers, ...cookies.map((line): [string, string] => ["set-cookie", line])],
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
