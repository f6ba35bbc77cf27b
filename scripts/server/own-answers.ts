// What the server answers by itself, without Next: the words, and how they are sent to a client that may still be
// sending.

import type { IncomingMessage, ServerResponse } from "node:http";
import { crossOriginText } from "../../lib/http/request/same-origin.ts";
import { DATA_POLICY } from "../../lib/http/security-headers.ts";

export interface OwnAnswer {
  status: number;
  /** The API's word for it. Without one there is no body. */
  error?: string;
  /** The same for a person who looks at a page. */
  text?: string;
  /** RFC 9110 §10.2.1. */
  allow?: readonly string[];
}

export const UNREADABLE: OwnAnswer = {
  status: 400,
  error: "invalid_request",
  text: "This address cannot be read.\n",
};
export const TOO_LONG: OwnAnswer = {
  status: 414,
  error: "uri_too_long",
  text: "This address is too long.\n",
};
export const NOT_FOUND: OwnAnswer = { status: 404, error: "not_found" };
export const TOO_LARGE: OwnAnswer = {
  status: 413,
  error: "payload_too_large",
  text: "This is more than Coatcheck takes.\n",
};
export const TOO_SLOW: OwnAnswer = {
  status: 408,
  error: "request_timeout",
  text: "The request did not arrive in time.\n",
};

export const crossOrigin = (appOrigin: string): OwnAnswer => ({
  status: 403,
  error: "cross_origin",
  text: crossOriginText(appOrigin),
});
export const methodNotAllowed = (allow: readonly string[]): OwnAnswer => ({
  status: 405,
  error: "method_not_allowed",
  text: "This address does not take this method.\n",
  allow,
});

/** Paths of programs: refusals are JSON there, and words elsewhere. */
export const isApi = (url: string): boolean => /^\/(api|\.well-known)\//.test(url);

/** How long a client that is refused may go on sending before its connection is closed. */
const LINGER_MS = 1000;

/**
 * Sends the answer. A client that still sends gets it as well: a connection that is closed before everything is
 * read is reset, and the answer is lost with it (RFC 9112 §9.6). So what comes is read and dropped for a moment.
 */
export function answerWith(request: IncomingMessage, response: ServerResponse, answer: OwnAnswer): void {
  const { status, error, text = "", allow } = answer;
  const asJson = isApi(request.url ?? "") || text === "";
  const body = error === undefined ? "" : asJson ? JSON.stringify({ error }) : text;
  response.statusCode = status;
  response.setHeader("cache-control", "private, no-store");
  response.setHeader("content-security-policy", DATA_POLICY);
  if (allow) response.setHeader("allow", allow.join(", "));
  if (body) response.setHeader("content-type", asJson ? "application/json" : "text/plain; charset=utf-8");
  if (status !== 204) response.setHeader("content-length", Buffer.byteLength(body));
  if (!hasBody(request) || request.readableEnded) {
    response.end(body);
    return;
  }
  response.setHeader("connection", "close");
  response.flushHeaders();
  response.write(body);
  const close = () => response.end();
  const timer = setTimeout(close, LINGER_MS);
  for (const event of ["end", "close"]) request.once(event, close).once(event, () => clearTimeout(timer));
  request.resume();
}

/** RFC 9112 §6.3: whether a body follows is said by these two. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}
