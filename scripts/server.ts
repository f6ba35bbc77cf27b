// Owns the HTTP server: Next's documented custom server, because only the side that accepted the socket knows
// who is calling. Lets each request through the front door to Next, and ends in an orderly way.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSocketServer } from "node:net";
import type { Duplex } from "node:stream";
import next from "next";
import { headerRewriter } from "./client-address.ts";
import { listenOn, ownOrigin, refuseTakenPort } from "./listen.ts";
import type { Prepared } from "./prepared.ts";
import { type MethodsOf, readApiRoutes } from "./server/api-routes.ts";
import { readAssets } from "./server/assets.ts";
import { boundConnections, type ConnectionLimits } from "./server/connections.ts";
import { counted } from "./server/counted.ts";
import { frontDoor } from "./server/front-door.ts";

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
  const server = createServer({
    headersTimeout: 15_000,
    requestTimeout: 60_000,
    keepAliveTimeout: 65_000,
    connectionsCheckingInterval: 5000,
  });
  const { hostname, port, protocol } = new URL(prepared.origin);
  const app = next({
    dev,
    dir: root,
    hostname,
    port: Number(port) || (protocol === "https:" ? 443 : 80),
    // Next hooks into this server's upgrades. In production it gets one that never listens: it would leave
    // an unknown upgrade open for ever, where Node alone answers it as an ordinary request.
    httpServer: dev ? server : createServer(),
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  const connections = boundConnections(server, connectionLimits(prepared));
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    connections.holdWhile(response);
    handle(request, response).catch((error) => fail(response, error));
  };
  // While the app is written, routes come and go.
  const methodsOf: MethodsOf = dev ? (path) => readApiRoutes(root)(path) : readApiRoutes(root);
  const answerAsset = dev ? () => false : readAssets(root);
  const instance = prepared.demo ? prepared.instanceId : undefined;
  const door = frontDoor({ ...prepared, methodsOf, answerAsset, instance, handle: answer });
  server.on("request", counted(door));
  if (dev) server.on("upgrade", upgradeOnlyThroughNext(server, headerRewriter(prepared)));
  const servers = await listenOn(prepared, (index) => (index === 0 ? server : feeder(server)));
  return async () => {
    await drain(server, servers);
    await within(DRAIN_MS, app.close());
  };
}

/**
 * A process that answers 1,000 requests a second needs far fewer; with a body of 64 KB each these are 64 MB. Half of
 * them for one address leaves the rest to the others. Behind a proxy every connection comes from the proxy.
 */
function connectionLimits({ trustProxy }: Prepared): ConnectionLimits {
  const total = 1024;
  return { total, perAddress: trustProxy === 0 ? total / 2 : total };
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
