import type { ClientInfo } from "@/lib/auth/contract";

// What a request says about where it comes from. scripts/server.ts replaces every forwarded header before
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
 * Next's router or a browser looking ahead (`Sec-Purpose`, Fetch §4.6; `Purpose` is Chromium's older name for it):
 * such a request does not renew, slide or touch. Nobody looks ahead with a method that may change something. Next
 * hides its own header from the proxy, so the server says the same in the browsers' one. Any program can claim it,
 * so nothing that its sender would like to suppress may depend on it.
 */
export function isPrefetch({ method, headers }: { method: string; headers: Headers }): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  return (
    headers.has("next-router-prefetch") ||
    ["sec-purpose", "purpose"].some((name) => /^prefetch(;|$)/.test(headers.get(name) ?? ""))
  );
}
