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

/** Next's router or the browser looking ahead: such a request must not write anything. */
export function isPrefetch(headers: Headers): boolean {
  return (
    headers.has("next-router-prefetch") ||
    (headers.get("sec-purpose") ?? headers.get("purpose") ?? "").includes("prefetch")
  );
}

/**
 * Is this request from a page of ours? Browsers set both headers and scripts cannot: `Origin` on every
 * unsafe request, `Sec-Fetch-Site` where the origin is a trustworthy one. Next's own check compares two
 * headers of the request with each other and lets a request without `Origin` through.
 */
export function isSameOrigin(headers: Headers, appOrigin: string): boolean {
  return headers.get("origin") === appOrigin || headers.get("sec-fetch-site") === "same-origin";
}
