import "server-only";
import { isSameOrigin } from "@/lib/http/request/same-origin";
import type { SiteAnswer, SiteRequest } from "../engine/server/sites";
import { bigCookies, bigOnes } from "./cookies";
import { passes } from "./guards";
import { answerMove, backFrom, sizePath } from "./moves";
import { sitePage } from "./pages";
import { type Cell, type CellOf, cookieOf, type GuardId, type PolicyId } from "./shared/cells";
import type { Arrived } from "./shared/findings";
import type { Site } from "./site";

// The target: what it answers to each attempt, and what of the request is written down. It really decides, by the
// request's own cookies and headers; it knows nothing of what the browser will make of the answer.

const PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>';
const MAX_TEXT = 120;

/** An attempt to have something done in the visitor's name. */
export function act(site: Site, cell: CellOf<"csrf"> | CellOf<"xss">, request: SiteRequest): SiteAnswer {
  const guard = cell.part === "csrf" ? cell.guard : STRICTEST;
  const passed = passes(guard, request.method, request.headers, site.origins.target);
  const cookies = site.cookies.arrived(request.headers.get("cookie") ?? undefined);
  const signedIn = cookies.includes(cookieOf(cell));
  const done = passed !== false && signedIn;
  const refusal =
    passed === false ? { status: 403, error: "cross_origin" } : { status: 401, error: "unauthenticated" };
  const status = done ? 200 : refusal.status;
  const answer = JSON.stringify(done ? { done } : { error: refusal.error });
  site.arrived(cell, { ...arrival(request, cookies), passed, status, answer, headers: [], done });
  if (cell.part === "xss" || cell.attempt.how === "fetch") return { status, body: answer };
  if (cell.attempt.how === "image") return { status, body: PIXEL, type: "image/svg+xml" };
  const title = done
    ? "Done."
    : passed === false
      ? "Refused: it came from another origin."
      : "Refused: not signed in.";
  const page = sitePage(site, {
    place: "target",
    title,
    moves: [answerMove(site, cell, status, `The browser shows the answer: ${title}`)],
    leave: backFrom(site, cell),
  });
  return { status, body: page.html, type: "text/html", headers: page.headers };
}

/** What an injected script acts against, with the cookie that is SameSite=Strict and that it cannot read. */
const STRICTEST: GuardId = "app";

const ORIGIN_HEADER = "access-control-allow-origin";
const CREDENTIALS_HEADER = ["access-control-allow-credentials", "true"] as const;
const POLICY_HEADERS: Readonly<Record<PolicyId, (asking: string) => (readonly [string, string])[]>> = {
  silent: () => [],
  star: () => [[ORIGIN_HEADER, "*"]],
  "star-credentials": () => [[ORIGIN_HEADER, "*"], CREDENTIALS_HEADER],
  exact: (asking) => [[ORIGIN_HEADER, asking]],
  "exact-credentials": (asking) => [[ORIGIN_HEADER, asking], CREDENTIALS_HEADER],
};

/** Says who is asking, to whoever the policy lets read it; `proof` tells that somebody did. */
export function cors(site: Site, cell: CellOf<"cors">, request: SiteRequest): SiteAnswer {
  const headers = POLICY_HEADERS[cell.policy](site.origins.neighbour).map(
    ([name, value]): [string, string] => [name, value],
  );
  const cookies = site.cookies.arrived(request.headers.get("cookie") ?? undefined);
  const preflight = request.method === "OPTIONS";
  if (preflight && headers.length > 0)
    headers.push(["access-control-allow-methods", "POST"], ["access-control-allow-headers", "content-type"]);
  const signedIn = cookies.includes(cookieOf(cell));
  const you = signedIn ? "the signed-in visitor" : "nobody";
  const answer = preflight ? "" : JSON.stringify({ you, proof: site.attempts.proofOf(cell.id) });
  const status = preflight ? 204 : 200;
  const written = headers.map(([name, value]) => `${name}: ${value}`);
  const done = !preflight && signedIn;
  const what = { ...arrival(request, cookies), passed: null, status, answer, headers: written, done };
  site.arrived(cell, what, preflight);
  return { status, body: answer, headers };
}

/** Sets, or takes away, the cookies of a size. Only the target's own page may ask for it. */
export function bake(
  site: Site,
  { size, ...cell }: CellOf<"size">,
  request: SiteRequest,
  maxAge?: 0,
): SiteAnswer {
  if (!isSameOrigin(request.headers, site.origins.target)) return { status: 403 };
  const lines = bigCookies(size, `${site.path}/${sizePath({ size, ...cell })}`, maxAge);
  return { status: 200, body: "{}", headers: lines.map((line) => ["set-cookie", line]) };
}

export function weigh(site: Site, cell: CellOf<"size">, request: SiteRequest): SiteAnswer {
  const header = request.headers.get("cookie") ?? undefined;
  const came = bigOnes(header, cell.size);
  const answer = JSON.stringify({ came, of: cell.size.count, eachBytes: cell.size.bytes });
  const done = came === cell.size.count;
  const cookies = site.cookies.arrived(header);
  site.arrived(cell, { ...arrival(request, cookies), passed: null, status: 200, answer, headers: [], done });
  return { status: 200, body: answer };
}

/** On the other site's server: was it sent the token from the target's localStorage? */
export function loot(site: Site, cell: Cell, request: SiteRequest): SiteAnswer {
  const done = request.body === site.token;
  const answer = done ? "The other site has the token." : "No token came.";
  site.arrived(cell, { ...arrival(request, []), passed: null, status: 200, answer, headers: [], done });
  return { status: 200, body: "{}" };
}

function arrival({ method, path, headers }: SiteRequest, cookies: string[]) {
  const text = (name: string) => headers.get(name)?.slice(0, MAX_TEXT) ?? null;
  return {
    method,
    path: `/${path.slice(0, MAX_TEXT)}`,
    cookies,
    origin: text("origin"),
    fetchSite: text("sec-fetch-site"),
    fetchMode: text("sec-fetch-mode"),
  } satisfies Partial<Arrived>;
}
