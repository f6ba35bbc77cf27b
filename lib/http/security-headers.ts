// The headers by which a browser protects the people who use it. scripts/server.ts sets those that every answer
// carries, proxy.ts the pages' policy with its nonce. Imports nothing, because plain Node loads it as well.

/** For every answer. RFC 6797 §7.2: HSTS only over https; a year. */
export function securityHeaders(origin: string): Record<string, string> {
  return {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    ...(origin.startsWith("https:") && {
      "strict-transport-security": "max-age=31536000; includeSubDomains",
    }),
  };
}

/** For a page whose address is a secret: nobody is told of it, and nobody lists it. */
export const LINK_HEADERS = {
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex, nofollow, noarchive",
} as const;

/** For answers that are data or a few words: whatever a browser takes them for, it loads and runs nothing. */
export const DATA_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * For pages: CSP level 3 with a nonce for every response: no script, style or frame of anybody else. Development needs
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
