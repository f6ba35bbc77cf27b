// The headers of pages that depend on the request or the origin. The others stand in next.config.ts.

/** Pages carry somebody's name: neither a shared cache nor the browser's may keep them. */
export function pageHeaders(origin: string): Record<string, string> {
  const headers = { "cache-control": "private, no-store" };
  // RFC 6797 §7.2: only over https. A year.
  return origin.startsWith("https:")
    ? { ...headers, "strict-transport-security": "max-age=31536000; includeSubDomains" }
    : headers;
}

/**
 * CSP level 3 with a nonce for every response: no script, style or frame of anybody else. Development needs
 * `unsafe-eval` for React's error overlay and inline styles for hot reload; production has neither.
 */
export function contentSecurityPolicy(nonce: string, origin: string): string {
  const development = process.env.NODE_ENV === "development";
  const directives = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  if (origin.startsWith("https:")) directives.push("upgrade-insecure-requests");
  return directives.join("; ");
}
