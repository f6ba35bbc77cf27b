import type { Cookie } from "./cookies";

// A cookie described for people, from the very values that are sent.

/** RFC 6265 §6.1: what a browser must at least take; Chromium and Firefox take no more for name and value. */
export const COOKIE_LIMIT_BYTES = 4096;

export interface CookieDescription {
  name: string;
  attributes: string[];
  /** Name and value. */
  bytes: number;
  limitBytes: number;
  /** When the browser drops it. */
  expiresAt: Date;
}

export function describeCookie(cookie: Cookie): CookieDescription {
  const attributes = [
    ...(cookie.secure ? ["Secure"] : []),
    ...(cookie.httpOnly ? ["HttpOnly"] : []),
    `SameSite=${cookie.sameSite === "lax" ? "Lax" : cookie.sameSite}`,
    `Path=${cookie.path}`,
  ];
  return {
    name: cookie.name,
    attributes,
    bytes: Buffer.byteLength(cookie.name) + Buffer.byteLength(cookie.value),
    limitBytes: COOKIE_LIMIT_BYTES,
    expiresAt: new Date(Date.now() + cookie.maxAge * 1000),
  };
}
