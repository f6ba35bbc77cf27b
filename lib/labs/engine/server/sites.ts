import "server-only";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { LOOPBACK, listenOnLoopback } from "./loopback";

// Sites that the reader's own browser visits, for runs that need one: two HTTP servers on ports of their own, for this
// machine only. By the name and port under which it is reached a server is the target, its neighbour on the same host,
// or another site. They answer for runs that are going on, to whoever has the run's key, and know neither accounts nor
// the app's cookies.

/** Where the browser is, as seen from the target. */
export type Place = "target" | "neighbour" | "elsewhere";

export interface SiteRequest {
  method: string;
  /** Behind the site's secret path, without a slash at its beginning. */
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: string;
}

export interface SiteAnswer {
  status: number;
  /** Default: nothing. */
  body?: string;
  /** Default: JSON. */
  type?: string;
  headers?: [name: string, value: string][];
}

/** The sites of one run. */
export interface HostedSite {
  readonly runId: string;
  /** Known only to who started the run: without it nothing answers. */
  readonly key: string;
  /** The address at which the browser begins. */
  readonly start: string;
  /** False beyond the bound of a run. */
  admit(): boolean;
  /** Null: there is nothing at this address. */
  answer(place: Place, request: SiteRequest): SiteAnswer | null;
}

export interface Sites {
  readonly origins: Readonly<Record<Place, string>>;
  add(site: HostedSite): void;
  remove(site: HostedSite): void;
  ofRun(runId: string): HostedSite | null;
  close(): void;
}

/** Everything of a run stands under this and its key. */
export const SITE_PATH = "/storage/";
const MAX_BODY_BYTES = 2048;
/** Node's own default, and what the app's server takes: beyond it the answer is 431. */
const MAX_HEADER_BYTES = 16_384;

export async function openSites(): Promise<Sites> {
  const sites = new Map<string, HostedSite>();
  const places = new Map<string, Place>();
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    respond(sites, places, request, response).catch(() => send(response, { status: 500 }));
  };
  const [first, second] = await Promise.all([listen(listener), listen(listener)]);
  places.set(`localhost:${first.port}`, "target");
  places.set(`localhost:${second.port}`, "neighbour");
  places.set(`${LOOPBACK}:${first.port}`, "elsewhere");
  const origins = {
    target: `http://localhost:${first.port}`,
    neighbour: `http://localhost:${second.port}`,
    elsewhere: `http://${LOOPBACK}:${first.port}`,
  };
  return {
    origins,
    add: (site) => void sites.set(site.key, site),
    remove: (site) => void sites.delete(site.key),
    ofRun: (runId) => [...sites.values()].find((site) => site.runId === runId) ?? null,
    close() {
      for (const { server } of [first, second]) server.close();
    },
  };
}

async function listen(
  listener: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ server: Server; port: number }> {
  const limits = { maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: 5000, requestTimeout: 10_000 };
  const server = createServer(limits, listener);
  server.maxConnections = 400;
  return { server, port: await listenOnLoopback(server) };
}

async function respond(
  sites: ReadonlyMap<string, HostedSite>,
  places: ReadonlyMap<string, Place>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const place = places.get(request.headers.host ?? "");
  const [path = "", query = ""] = (request.url ?? "").split("?", 2);
  const [key = "", ...rest] = path.startsWith(SITE_PATH) ? path.slice(SITE_PATH.length).split("/") : [];
  const site = sites.get(key);
  if (!place || !site) return refuse(request, response, 404, "There is nothing here, or the run is over.\n");
  if (!site.admit()) return refuse(request, response, 429, "This run has had enough requests.\n");
  const body = await read(request);
  if (body === null) return refuse(request, response, 413, "Too long.\n");
  const answer = site.answer(place, {
    method: request.method ?? "",
    path: rest.join("/"),
    query: new URLSearchParams(query),
    body,
    headers: headersOf(request),
  });
  send(response, answer ?? { status: 404, body: "There is nothing here.\n", type: "text/plain" });
}

function headersOf({ headers }: IncomingMessage): Headers {
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as [string, string]] : [],
  );
  return new Headers(pairs);
}

/** Null for what is too long; the rest of it is not read. */
function read(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MAX_BODY_BYTES) return void chunks.push(chunk);
      request.pause();
      resolve(null);
    });
    request.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    request.on("error", reject);
  });
}

/** Ends the connection, without reading the rest. */
function refuse(request: IncomingMessage, response: ServerResponse, status: number, body: string): void {
  response.setHeader("connection", "close");
  response.once("finish", () => request.destroy());
  send(response, { status, body, type: "text/plain" });
}

function send(response: ServerResponse, { status, body = "", type, headers = [] }: SiteAnswer): void {
  if (response.headersSent) return;
  response.setHeader("content-type", `${type ?? "application/json"}; charset=utf-8`);
  response.setHeader("cache-control", "no-store");
  response.setHeader("x-content-type-options", "nosniff");
  // Keeps the secret part of the address to the site itself, and lets `Origin` go out as usual.
  response.setHeader("referrer-policy", "strict-origin");
  for (const [name, value] of headers) response.appendHeader(name, value);
  response.statusCode = status;
  response.end(body);
}
