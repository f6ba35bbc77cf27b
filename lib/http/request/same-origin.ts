// Tells a request of our own pages from one of another site. The server asks before it reads a body; the proxy,
// the guard of handlers and the actions ask again. Imports nothing, because plain Node loads it as well.

/** As `Headers` does it: lower-case name, null when it is not there. */
export interface ReadHeaders {
  get(name: string): string | null;
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
export function isSameOrigin(headers: ReadHeaders, appOrigin: string): boolean {
  const origin = headers.get("origin");
  if (origin !== null && origin !== "null") return origin === appOrigin;
  return headers.get("sec-fetch-site") === "same-origin";
}

/** The rule for every request: one that may change something has to come from a page of ours, or needs no page. */
export function isForeign(
  { method, headers }: { method: string; headers: ReadHeaders },
  appOrigin: string,
): boolean {
  return !isSafe(method) && !needsNoPage(headers) && !isSameOrigin(headers, appOrigin);
}

/**
 * The one exemption. A request that authenticates by a Bearer token cannot be made by another site's page.
 * Other schemes can: a browser adds `Authorization: Basic` by itself.
 */
function needsNoPage(headers: ReadHeaders): boolean {
  return bearerToken(headers) !== undefined;
}

const BEARER = /^Bearer ([A-Za-z0-9._~*-]+)$/i;

/** RFC 6750 §2.1. Undefined without an `Authorization` header, or when it is of another form or scheme. */
export function bearerToken(headers: ReadHeaders): string | undefined {
  return BEARER.exec(headers.get("authorization") ?? "")?.[1];
}

/** For somebody who opened the app under another name of this machine and pressed a button. */
export function crossOriginText(appOrigin: string): string {
  return `This request did not come from a page of ${appOrigin}. Open Coatcheck there and try again.\n`;
}
