import type { ModeName } from "@/lib/auth/contract";

// The names and attributes of every cookie, and how they are read. Nothing else in the app spells a
// cookie's name or sets one by hand.

export type CookieKind =
  | "session"
  | "access"
  | "pairSession"
  | "pairAccess"
  | "pairSessionCopy"
  | "pairAccessCopy"
  | "device"
  | "flash";

const BASE_NAMES: Record<CookieKind, string> = {
  session: "session",
  access: "access",
  pairSession: "pair-session",
  pairAccess: "pair-access",
  pairSessionCopy: "pair-session-copy",
  pairAccessCopy: "pair-access-copy",
  device: "device",
  flash: "flash",
};

/** The cookie that carries a mode's credential, for the app's own sign-in. */
export const CREDENTIAL_COOKIES: Readonly<Record<ModeName, CookieKind>> = {
  session: "session",
  jwt: "access",
};

/** A cookie to set, in the shape that both `NextResponse.cookies` and `cookies()` take. */
export interface Cookie {
  name: string;
  value: string;
  path: "/";
  httpOnly: true;
  secure: boolean;
  sameSite: "lax";
  /** Seconds; 0 clears. */
  maxAge: number;
}

/** Anything cookies can be written to: a response, or a server action's `cookies()`. */
export interface CookieWriter {
  set(cookie: Cookie): unknown;
}

export interface Cookies {
  name(kind: CookieKind): string;
  /** A cookie that lives until `expiresAt`, rounded up to a second so that it never goes before its credential. */
  make(kind: CookieKind, value: string, expiresAt: Date): Cookie;
  /** RFC 6265bis §4.1: clearing needs the same name, path and attributes. */
  clear(kind: CookieKind): Cookie;
  /** Clears the app's own credential, whichever mode it is of. */
  clearCredentials(writer: CookieWriter): void;
  /** Clears a cookie if the request carries it. */
  clearHeld(headers: Headers, writer: CookieWriter, kind: CookieKind): void;
  /** Every value the request carries under this name. More than one means somebody planted a second. */
  read(header: string | null, kind: CookieKind): string[];
}

/**
 * `__Host-` (RFC 6265bis §4.1.3.2) keeps subdomains and plain http from planting a cookie of ours; it needs
 * Secure, so it goes when `secure` is off.
 */
export function createCookies(secure: boolean): Cookies {
  const name = (kind: CookieKind) => (secure ? `__Host-${BASE_NAMES[kind]}` : BASE_NAMES[kind]);
  const attributes = { path: "/", httpOnly: true, secure, sameSite: "lax" } as const;
  const clear = (kind: CookieKind): Cookie => ({ name: name(kind), value: "", ...attributes, maxAge: 0 });
  const read = (header: string | null, kind: CookieKind) => valuesOf(header, name(kind));
  return {
    name,
    make(kind, value, expiresAt) {
      const maxAge = Math.max(0, Math.ceil((expiresAt.getTime() - Date.now()) / 1000));
      return { name: name(kind), value, ...attributes, maxAge };
    },
    clear,
    clearCredentials(writer) {
      for (const kind of Object.values(CREDENTIAL_COOKIES)) writer.set(clear(kind));
    },
    clearHeld(headers, writer, kind) {
      if (read(headers.get("cookie"), kind).length > 0) writer.set(clear(kind));
    },
    read,
  };
}

/**
 * All non-empty values of one cookie. Read from the raw header in page, action, handler and proxy alike:
 * Next's own parsers and others disagree on which of two equal names counts. Only the space and tab of
 * RFC 6265 §4.2.1 are trimmed: to a browser "\u00a0__Host-session" is another name, which anyone may plant.
 */
function valuesOf(header: string | null, name: string): string[] {
  const prefix = `${name}=`;
  const values: string[] = [];
  if (!header?.includes(prefix)) return values;
  for (const part of header.split(";")) {
    const pair = part.replace(/^[ \t]+|[ \t]+$/g, "");
    if (pair.startsWith(prefix) && pair.length > prefix.length) values.push(pair.slice(prefix.length));
  }
  return values;
}
