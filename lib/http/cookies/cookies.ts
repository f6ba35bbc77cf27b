import type { Credentials, ModeName } from "@/lib/auth/contract";

// The names and attributes of every cookie, and how they are read. Nothing else in the app spells a
// cookie's name or sets one by hand.

export type CookieKind =
  | "session"
  | "access"
  | "refresh"
  | "pairSession"
  | "pairAccess"
  | "pairSessionCopy"
  | "pairAccessCopy"
  | "device"
  | "flash";

const BASE_NAMES: Record<CookieKind, string> = {
  session: "session",
  access: "access",
  refresh: "refresh",
  pairSession: "pair-session",
  pairAccess: "pair-access",
  pairSessionCopy: "pair-session-copy",
  pairAccessCopy: "pair-access-copy",
  device: "device",
  flash: "flash",
};

/** How long those stay that carry no credential of the app, in seconds: at most. */
export const COOKIE_SECONDS = {
  /** Outlives what is in it on purpose: the verifier is seen to refuse, not the browser to forget. */
  pair: 20 * 60,
  device: 180 * 24 * 60 * 60,
  flash: 15 * 60,
} as const;

/** The cookies that carry a mode's credentials, for the app's own sign-in. */
export const CREDENTIAL_COOKIES: Readonly<
  Record<ModeName, { token: CookieKind; refresh: CookieKind | null }>
> = {
  session: { token: "session", refresh: null },
  jwt: { token: "access", refresh: "refresh" },
};

/** The same as a list. */
export const CREDENTIAL_KINDS = Object.values(CREDENTIAL_COOKIES)
  .flatMap(({ token, refresh }) => [token, refresh])
  .filter((kind) => kind !== null);

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
  /** Hands over a credential of the app's own: every cookie of its mode. */
  setCredentials(writer: CookieWriter, mode: ModeName, credentials: Credentials): void;
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
  const names = Object.fromEntries(
    Object.entries(BASE_NAMES).map(([kind, base]) => [kind, secure ? `__Host-${base}` : base]),
  ) as Record<CookieKind, string>;
  const name = (kind: CookieKind) => names[kind];
  const attributes = { path: "/", httpOnly: true, secure, sameSite: "lax" } as const;
  const clear = (kind: CookieKind): Cookie => ({ name: name(kind), value: "", ...attributes, maxAge: 0 });
  function make(kind: CookieKind, value: string, expiresAt: Date): Cookie {
    const maxAge = Math.max(0, Math.ceil((expiresAt.getTime() - Date.now()) / 1000));
    return { name: name(kind), value, ...attributes, maxAge };
  }
  const prefixes = Object.fromEntries(
    Object.entries(names).map(([kind, full]) => [kind, `${full}=`]),
  ) as Record<CookieKind, string>;
  const read = (header: string | null, kind: CookieKind) => valuesOf(header, prefixes[kind]);
  return {
    name,
    make,
    clear,
    setCredentials(writer, mode, { token, expiresAt, refreshToken, refreshExpiresAt }) {
      const kinds = CREDENTIAL_COOKIES[mode];
      writer.set(make(kinds.token, token, expiresAt));
      if (kinds.refresh && refreshToken && refreshExpiresAt)
        writer.set(make(kinds.refresh, refreshToken, refreshExpiresAt));
    },
    clearCredentials(writer) {
      for (const kind of CREDENTIAL_KINDS) writer.set(clear(kind));
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
function valuesOf(header: string | null, prefix: string): string[] {
  const values: string[] = [];
  if (!header?.includes(prefix)) return values;
  for (const part of header.split(";")) {
    const pair = part.replace(/^[ \t]+|[ \t]+$/g, "");
    if (pair.startsWith(prefix) && pair.length > prefix.length) values.push(pair.slice(prefix.length));
  }
  return values;
}
