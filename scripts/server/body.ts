// Reads a request's body before Next sees the request: Next would buffer up to 10 MB of it before anything looked
// at its headers, and wait for the rest as long as the client likes.

import { IncomingMessage } from "node:http";

export type BodyOutcome =
  | { kind: "whole"; bytes: Buffer }
  | { kind: "too-large" }
  | { kind: "too-slow" }
  /** The client went away; nobody is there to be answered. */
  | { kind: "gone" };

export interface BodyLimits {
  maxBytes: number;
  /** For the whole body: a bound between two pieces would let a client send a byte now and then for ever. */
  deadlineMs: number;
}

/** Counts while it reads, because a body in chunks declares no length. Stops reading as soon as the outcome is known. */
export function readWhole(
  request: IncomingMessage,
  { maxBytes, deadlineMs }: BodyLimits,
): Promise<BodyOutcome> {
  const { promise, resolve } = Promise.withResolvers<BodyOutcome>();
  const pieces: Buffer[] = [];
  let size = 0;
  const timer = setTimeout(() => settle({ kind: "too-slow" }), deadlineMs);
  request.on("data", take).on("end", end).on("close", gone).on("error", gone);
  return promise;

  function take(piece: Buffer): void {
    size += piece.length;
    if (size > maxBytes) settle({ kind: "too-large" });
    else pieces.push(piece);
  }
  function end(): void {
    settle({ kind: "whole", bytes: Buffer.concat(pieces) });
  }
  function gone(): void {
    settle({ kind: "gone" });
  }
  function settle(outcome: BodyOutcome): void {
    clearTimeout(timer);
    request.off("data", take);
    resolve(outcome);
  }
}

/** The same request with its body at hand, as Node would have given it a moment later. */
export function withBody(request: IncomingMessage, bytes: Buffer): IncomingMessage {
  const whole = new IncomingMessage(request.socket);
  const { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor } = request;
  Object.assign(whole, { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor });
  whole.complete = true;
  whole.push(bytes);
  whole.push(null);
  return whole;
}
