import type { Cookie } from "./cookies";

// A cookie described for people, from the very values that are sent.

/** RFC 6265 §6.1: what a browser must at least take; Chromium and Firefox take no more for name and value. */
export const COOKIE_LIMIT_BYTES = 4096;

const SHOWN = 6;

export interface CookieDescription {
  name: string;
  attributes: string[];
  /** Name and value. */
  bytes: number;
  limitBytes: number;
}

/** Enough of a random token to recognize it; what stays hidden is far too much to guess. */
export function maskOpaque(value: string): string {
  const hidden = value.length - SHOWN;
  return hidden < 4 * SHOWN ? "…" : `${value.slice(0, SHOWN)}…${hidden} hidden…`;
}

/** `Max-Age` as the cookie has it: make it as it was set, not as it would be set now. */
export function describeCookie(cookie: Cookie): CookieDescription {
  const attributes = [
    ...(cookie.secure ? ["Secure"] : []),
    ...(cookie.httpOnly ? ["HttpOnly"] : []),
    `SameSite=${cookie.sameSite === "lax" ? "Lax" : cookie.sameSite}`,
    `Path=${cookie.path}`,
    `Max-Age=${cookie.maxAge}`,
  ];
  return {
    name: cookie.name,
    attributes,
    bytes: Buffer.byteLength(cookie.name) + Buffer.byteLength(cookie.value),
    limitBytes: COOKIE_LIMIT_BYTES,
  };
}
