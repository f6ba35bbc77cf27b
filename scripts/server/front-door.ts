// What happens to a request before Next sees it: it is refused by its head, its headers are put right, and its body
// is read. Knows nothing of what Next makes of it.

import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { MAX_BODY_BYTES } from "../../lib/http/request/body-limit.ts";
import { isForeign } from "../../lib/http/request/same-origin.ts";
import { DATA_POLICY, securityHeaders } from "../../lib/http/security-headers.ts";
import { headerRewriter, settlePrefetch, type Trust } from "../client-address.ts";
import type { MethodsOf } from "./api-routes.ts";
import type { AnswerAsset } from "./assets.ts";
import { readWhole, withBody } from "./body.ts";
import * as own from "./own-answers.ts";
import { readTarget } from "./target.ts";
import { createTurns } from "./turns.ts";

export interface FrontDoorOptions extends Trust {
  methodsOf: MethodsOf;
  /** Answers what the build made once for all. */
  answerAsset: AnswerAsset;
  /** Answers what is let through; the body has arrived. */
  handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** Told in every answer as `X-Instance`, where it is shown which process answered. */
  instance?: string | undefined;
  bodyDeadlineMs?: number;
}

/** 64 KB in this time is 35 kbit/s, which every network reaches. */
const BODY_DEADLINE_MS = 15_000;

/**
 * Of one network at a time; a browser has six. Of a flood of 140 sign-ups at once 229 answers were 503, and with this
 * bound none: they wait here and not in the queue of the password hashes.
 */
const TURNS = 32;

const PAGE_METHODS = ["GET", "HEAD", "POST", "OPTIONS"];
const ALL_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

export function frontDoor({
  handle,
  instance,
  bodyDeadlineMs = BODY_DEADLINE_MS,
  ...rules
}: FrontDoorOptions): RequestListener {
  const headers = Object.entries(securityHeaders(rules.origin));
  if (instance) headers.push(["x-instance", instance]);
  const rewrite = headerRewriter(rules);
  const takeTurn = createTurns(TURNS);
  return async (request, response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    const refusal = readHead(request, rules);
    if (refusal) return own.answerWith(request, response, refusal);
    if (rules.answerAsset(request, response)) return;
    const isOwn = putRight(request, rewrite);
    const address = String(request.headers["x-forwarded-for"]);
    // Whoever made us call ourselves has a turn, and would wait for it.
    const pass = (whole: IncomingMessage) =>
      isOwn ? handle(whole, response) : takeTurn(address, response, () => handle(whole, response));
    if (own.isApi(request.url ?? "")) response.setHeader("content-security-policy", DATA_POLICY);
    if (!own.hasBody(request)) return pass(request);

    const body = await readWhole(request, { maxBytes: MAX_BODY_BYTES, deadlineMs: bodyDeadlineMs });
    if (body.kind === "whole") pass(withBody(request, body.bytes));
    else if (body.kind === "too-large") own.answerWith(request, response, own.TOO_LARGE);
    else if (body.kind === "too-slow") own.answerWith(request, response, own.TOO_SLOW);
  };
}

/** Gives `request.url` its one spelling, or says how the request is refused. */
function readHead(
  request: IncomingMessage,
  { origin, methodsOf }: Pick<FrontDoorOptions, "origin" | "methodsOf">,
): own.OwnAnswer | null {
  const { method = "", url = "", headers } = request;
  // RFC 9110 §9.3.7: asks about the server as a whole.
  if (url === "*" && method === "OPTIONS") return { status: 204, allow: ALL_METHODS };
  const target = readTarget(url);
  if ("status" in target) return target;
  request.url = target.pathname + target.search;

  const methods = methodsOf(target.pathname) ?? (own.isApi(target.pathname) ? null : PAGE_METHODS);
  if (methods === null) return own.NOT_FOUND;
  if (!methods.includes(method)) return own.methodNotAllowed(methods);
  const get = (name: string) => {
    const value = headers[name];
    return value === undefined ? null : String(value);
  };
  if (isForeign({ method, headers: { get } }, origin)) return own.crossOrigin(origin);
  return Number(headers["content-length"] ?? 0) > MAX_BODY_BYTES ? own.TOO_LARGE : null;
}

/** Says whether the request is one of our own. */
function putRight(request: IncomingMessage, rewrite: ReturnType<typeof headerRewriter>): boolean {
  const { method, headers, socket } = request;
  const isOwn = rewrite(headers, socket.remoteAddress);
  settlePrefetch(method, headers, isOwn);
  // A handler has no second form for the router; asked for one, Next would answer with a redirect.
  if (own.isApi(request.url ?? "")) delete headers.rsc;
  return isOwn;
}
