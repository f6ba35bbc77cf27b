// Owns the HTTP server: Next's documented custom server, because only the side that accepted the socket knows
// who is calling. Corrects each request's headers, passes it to Next, and ends in an orderly way.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSocketServer } from "node:net";
import type { Duplex } from "node:stream";
import next from "next";
import { headerRewriter } from "./client-address.ts";
import { listenOn, ownOrigin, refuseTakenPort } from "./listen.ts";
import type { Prepared } from "./prepared.ts";

export interface ServeOptions {
  root: string;
  dev: boolean;
}

/** How long requests under way may take to finish after a stop. */
const DRAIN_MS = 3000;

/**
 * Serves until the returned function is called; it resolves when the last connection is closed. Throws
 * `ListenError` when the port cannot be had. NODE_ENV must be set before this module is loaded.
 */
export async function serve(prepared: Prepared, { root, dev }: ServeOptions): Promise<() => Promise<void>> {
  await refuseTakenPort(prepared);
  // Next renders the target of a form's redirect by calling itself; the public origin may not be reachable
  // from here, and `next start` sets the same.
  process.env.__NEXT_PRIVATE_ORIGIN = ownOrigin(prepared);
  const rewrite = headerRewriter(prepared);
  const server = createServer({ headersTimeout: 15_000, requestTimeout: 60_000, keepAliveTimeout: 65_000 });
  const { hostname, port, protocol } = new URL(prepared.origin);
  const app = next({
    ...{ dev, dir: root, hostname, port: Number(port) || (protocol === "https:" ? 443 : 80) },
    // Next hooks into this server's upgrades. In production it gets one that never listens: it would leave
    // an unknown upgrade open for ever, where Node alone answers it as an ordinary request.
    httpServer: dev ? server : createServer(),
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const refusal = refusalOf(request);
    if (refusal) return refuse(request, response, refusal);
    const isOwn = rewrite(request.headers, request.socket.remoteAddress);
    // Next takes its own headers away from the proxy, which has to know who only looks ahead; the browser's stays.
    // And of the page it fetches from itself after an action it drops the cookies: that must not change any.
    if (isOwn || request.headers["next-router-prefetch"]) request.headers.purpose = "prefetch";
    // A handler has no second form for the router; asked for one, Next would answer with a redirect.
    if (/^\/(api|\.well-known)\//.test(request.url ?? "")) delete request.headers.rsc;
    handle(request, response).catch((error) => fail(response, error));
  });
  if (dev) server.on("upgrade", upgradeOnlyThroughNext(server, rewrite));
  const servers = await listenOn(prepared, (index) => (index === 0 ? server : feeder(server)));
  return async () => {
    await drain(server, servers);
    await within(DRAIN_MS, app.close());
  };
}

/** What Next answers with 500 though the request is at fault: a method it cannot represent, a path it cannot decode. */
function refusalOf({ method, url }: IncomingMessage): 400 | 405 | null {
  if (method === "TRACE" || method === "TRACK" || method === "CONNECT") return 405;
  try {
    decodeURIComponent(url?.split("?")[0] ?? "");
    return null;
  } catch {
    return 400;
  }
}

function refuse(request: IncomingMessage, response: ServerResponse, status: 400 | 405): void {
  request.resume();
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify({ error: status === 405 ? "method_not_allowed" : "invalid_request" }));
}

/** A second address for the same server: connections are handed over (documented for "connection"). */
function feeder(server: Server) {
  const options = { allowHalfOpen: true, noDelay: true };
  return createSocketServer(options, (socket) => server.emit("connection", socket));
}

/** Next listens for hot-reload sockets only after its first request; until then the browser must try again. */
function upgradeOnlyThroughNext(server: Server, rewrite: ReturnType<typeof headerRewriter>) {
  return (request: IncomingMessage, socket: Duplex): void => {
    rewrite(request.headers, request.socket.remoteAddress);
    if (server.listenerCount("upgrade") === 1) socket.destroy();
  };
}

function fail(response: ServerResponse, error: unknown): void {
  console.error(error);
  if (!response.headersSent) response.statusCode = 500;
  response.end();
}

/** Stops accepting, lets requests under way finish for a while, then cuts what is left. */
async function drain(server: Server, servers: { close(callback: () => void): unknown }[]): Promise<void> {
  const closed = Promise.all(servers.map((open) => new Promise<void>((resolve) => open.close(resolve))));
  // A connection kept alive becomes idle only when its answer is out, so ask again until all are gone.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  await within(DRAIN_MS, closed);
  clearInterval(sweep);
  server.closeAllConnections();
}

async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  await Promise.race([promise, work]);
  clearTimeout(timer);
}
