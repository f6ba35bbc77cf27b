import "server-only";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { JsonObject } from "../../contract";
import type { LiveAnswer, LiveRequest } from "./live-contract";
import { LOOPBACK, listenOnLoopback } from "./loopback";

// The HTTP server that the labs' own requests go to: on this machine only, and without Next in front, because a run
// sends many requests a second. It shares the app's process. The app answers the same addresses at its own origin.

export const LIVE_PATH = "/api/labs/live/";
const MAX_BODY_BYTES = 4096;

/** Null: no such run, lane or resource. */
export type LiveHandler = (runId: string, request: LiveRequest) => Promise<LiveAnswer | "too_many" | null>;

/** `/api/labs/live/{run}/{lane}/{resource}`, or null. */
export function parseLivePath(path: string): { runId: string; lane: string; resource: string } | null {
  const match = /^\/api\/labs\/live\/([\w-]{1,64})\/([a-z0-9-]{1,40})\/([\w/-]{1,120})$/.exec(path);
  const [, runId, lane, resource] = match ?? [];
  return runId && lane && resource ? { runId, lane, resource } : null;
}

export async function listenForLabs(handle: LiveHandler): Promise<{ port: number; server: Server }> {
  let own = "";
  const server = createServer((request, response) => {
    // A request for another host name comes from a page of another site (DNS rebinding).
    if (request.headers.host !== own) return end(response, 421, { error: "misdirected_request" });
    respond(handle, request, response).catch(() => end(response, 500, { error: "internal" }));
  });
  server.keepAliveTimeout = 30_000;
  const port = await listenOnLoopback(server);
  own = `${LOOPBACK}:${port}`;
  return { port, server };
}

async function respond(
  handle: LiveHandler,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = parseLivePath(request.url ?? "");
  if (!target) return end(response, 404, { error: "not_found" });
  const body = await readJson(request);
  if (!body) return end(response, 400, { error: "invalid_request" });
  const { runId, lane, resource } = target;
  const answer = await handle(runId, {
    method: request.method ?? "",
    lane,
    resource,
    body,
    cookie: request.headers.cookie,
    ip: request.socket.remoteAddress ?? "",
    userAgent: request.headers["user-agent"] ?? "",
  });
  if (!answer) return end(response, 404, { error: "not_found" });
  if (answer === "too_many") return end(response, 429, { error: "too_many_requests" });
  response.setHeader("set-cookie", answer.setCookie);
  end(response, answer.status, answer.body, serverTiming(answer));
}

/** For `Server-Timing`: what the check cost. */
export function serverTiming({ trace }: LiveAnswer): string {
  return `auth;dur=${(trace.microseconds / 1000).toFixed(3)}, store;desc="${trace.reads} reads"`;
}

function end(response: ServerResponse, status: number, body: JsonObject, timing?: string): void {
  if (response.headersSent) return;
  response.writeHead(status, {
    "content-type": "application/json",
    "cache-control": "private, no-store",
    ...(timing ? { "server-timing": timing } : {}),
  });
  response.end(JSON.stringify(body));
}

/** Null for what is no JSON object or too long. */
async function readJson(request: IncomingMessage): Promise<JsonObject | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  if (bytes === 0) return {};
  try {
    const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
