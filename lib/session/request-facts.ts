import type { ClientInfo } from "@/lib/auth/contract";

// What a request says about where it comes from. scripts/start.ts replaces every forwarded header before
// Next sees the request, so the address here is the socket's, or what the configured proxies wrote.

const MAX_USER_AGENT = 400;

/** The address and browser as recorded for the account's owner. Text only, bounded, no control characters. */
export function clientInfo(headers: Headers): ClientInfo {
  const printable = (value: string) => value.replace(/[\p{Cc}\p{Cf}]/gu, " ").trim();
  return {
    ip: printable(headers.get("x-forwarded-for") ?? "").slice(0, 64) || "unknown",
    userAgent: printable(headers.get("user-agent") ?? "").slice(0, MAX_USER_AGENT) || "unknown",
  };
}

/**
 * The client's address as failures are counted by it: an IPv6 client has a whole /64 to call from (RFC 6177
 * §2), so its last 64 bits do not count.
 */
export function clientNetwork(headers: Headers): string {
  const { ip } = clientInfo(headers);
  if (!ip.includes(":")) return ip;
  const [left = [], right = []] = ip.split("::").map((side) => side.split(":"));
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  return [...left, ...zeros, ...right].slice(0, 4).join(":");
}

/**
 * Next's router or the browser looking ahead: such a request must not write anything. Next hides its own header
 * from the proxy, so scripts/server.ts says the same in the browsers' one.
 */
export function isPrefetch(headers: Headers): boolean {
  return (
    headers.has("next-router-prefetch") ||
    ["sec-purpose", "purpose"].some((name) => headers.get(name)?.includes("prefetch"))
  );
}

/** RFC 9110 §9.2.1: methods that change nothing. */
export function isSafe(method: string): boolean {
  return ["GET", "HEAD", "OPTIONS"].includes(method);
}

/**
 * Is this request from a page of ours? Browsers set both headers and scripts cannot: `Origin` on every
 * unsafe request, `Sec-Fetch-Site` where the origin is a trustworthy one. An origin that is named and not
 * ours is the last word: to a browser a page is always of the same origin as the host it was rebound to.
 * Next's own check compares two headers of the request with each other and lets one without `Origin` through.
 */
export function isSameOrigin(headers: Headers, appOrigin: string): boolean {
  const origin = headers.get("origin");
  if (origin !== null && origin !== "null") return origin === appOrigin;
  return headers.get("sec-fetch-site") === "same-origin";
}
