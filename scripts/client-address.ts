// Owns which of a request's headers may be believed. Only the server that accepted the socket can tell who is
// calling; behind it a header that the client wrote looks like one that a proxy wrote. Pure functions.

import { randomBytes } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";

export interface Trust {
  /** The one public origin. */
  origin: string;
  /** How many proxies in front append to X-Forwarded-For. */
  trustProxy: number;
}

/** What only a proxy or the framework may say, with all its variants. */
const CLAIMED = /^(x-forwarded(-|$)|forwarded$|x-real-ip$|x-middleware-|x-user-)/;

/** Marks a request that this process has already seen. */
const HOP = "x-forwarded-hop";

/**
 * Returns a function that replaces what a client claims about itself by what the server knows, in place:
 * `x-forwarded-for` is the client's address, `-host`, `-proto` and `-port` are those of the public origin. It says
 * whether the request is one of our own.
 *
 * Next sometimes answers a form by calling itself with the same headers. Such a request comes from our own
 * address; a random mark, which only this process knows, tells that the address in it is the client's. Without
 * it a stranger could have attempts counted as ours, by sending a form to a page that does not hold it.
 */
export function headerRewriter({ origin, trustProxy }: Trust) {
  const { host, protocol, port } = new URL(origin);
  const scheme = protocol.slice(0, -1);
  const known = {
    "x-forwarded-host": host,
    "x-forwarded-proto": scheme,
    "x-forwarded-port": port || (scheme === "https" ? "443" : "80"),
    [HOP]: randomBytes(16).toString("base64url"),
  };
  return (headers: IncomingHttpHeaders, socketAddress: string | undefined): boolean => {
    const isOwn = headers[HOP] === known[HOP];
    const address = clientAddress(socketAddress, headers["x-forwarded-for"], isOwn ? 1 : trustProxy);
    for (const name of Object.keys(headers)) {
      if (CLAIMED.test(name)) delete headers[name];
    }
    Object.assign(headers, known, { "x-forwarded-for": address });
    return isOwn;
  };
}

/** How Next's router and browsers say that they only look ahead. */
const LOOKS_AHEAD = ["next-router-prefetch", "sec-purpose", "purpose"];

/**
 * Nobody looks ahead with a method that may change something; from such a request the claim is taken off. Next takes
 * its own headers away from the proxy, which has to know who only looks ahead; the browser's stays. And of the page
 * it fetches from itself after an action it drops the cookies: that must not change any.
 */
export function settlePrefetch(
  method: string | undefined,
  headers: IncomingHttpHeaders,
  isOwn: boolean,
): void {
  if (method !== "GET" && method !== "HEAD") for (const name of LOOKS_AHEAD) delete headers[name];
  else if (isOwn || headers["next-router-prefetch"]) headers.purpose = "prefetch";
}

/**
 * The address of the client. Each proxy appends who called it, so with N trusted ones the client stands N
 * places left of the socket's own address; everything further left is the client's own invention. With fewer
 * entries than proxies the leftmost counts; an entry that is no address counts as its right neighbour, the
 * last one that vouched.
 */
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | string[] | undefined,
  trustProxy: number,
): string {
  const socket = normaliseAddress(socketAddress ?? "") ?? "0.0.0.0";
  if (trustProxy === 0 || !forwardedFor) return socket;
  const claimed = String(forwardedFor)
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  const reachable = claimed.slice(-trustProxy).map(normaliseAddress);
  return reachable.find((address) => address !== null) ?? socket;
}

/** One spelling for one address, or null: IPv4 plain, IPv6 compressed, no port, brackets or zone. */
export function normaliseAddress(entry: string): string | null {
  const withoutPort = entry.match(/^\[([^\]]+)\](?::\d+)?$/)?.[1] ?? entry.match(/^([\d.]+):\d+$/)?.[1];
  const address = (withoutPort ?? entry).replace(/%.*$/, "");
  if (isIP(address) === 4) return address;
  if (isIP(address) !== 6) return null;
  const compressed = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const mapped = compressed.match(/^::ffff:([0-9a-f]+):([0-9a-f]+)$/);
  if (!mapped) return compressed;
  const bits = [mapped[1], mapped[2]].map((half) => Number.parseInt(half ?? "", 16));
  return bits.flatMap((half) => [half >> 8, half & 255]).join(".");
}
