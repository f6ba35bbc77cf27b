import type { Held, ModeName } from "@/lib/auth/contract";
import type { Auth } from "@/lib/auth/create-auth";
import { MODE_NAMES } from "@/lib/auth/names";
import { bearerToken } from "../request/same-origin";
import { type Cookies, CREDENTIAL_COOKIES } from "./cookies";

// Finds the one credential a request presents. Which cookie is there decides which mode checks it; a request
// that presents two is refused, so nobody can mix a stranger's credential with their own.

export type Presented = { kind: "none" } | ({ kind: "one" } & Carried) | { kind: "conflict" };

export interface Carried extends Held {
  mode: ModeName;
}

/**
 * The credential this request acts by: an access or session token, a refresh token, or both. An `Authorization`
 * header is the whole answer: cookies then do not count.
 */
export function presentedCredential(headers: Headers, auth: Auth, cookies: Cookies): Presented {
  if (headers.has("authorization")) {
    const [bearer] = inHeader(headers, auth);
    return bearer ? { kind: "one", ...bearer } : { kind: "none" };
  }
  const header = headers.get("cookie");
  const found: Carried[] = [];
  for (const mode of MODE_NAMES) {
    const [token = null, ...tokens] = cookies.read(header, CREDENTIAL_COOKIES[mode].token);
    const { refresh } = CREDENTIAL_COOKIES[mode];
    const [refreshToken = null, ...refreshTokens] = refresh ? cookies.read(header, refresh) : [];
    if (tokens.length > 0 || refreshTokens.length > 0) return { kind: "conflict" };
    if (token !== null || refreshToken !== null) found.push({ mode, token, refreshToken });
  }
  const [first, ...others] = found;
  if (!first) return { kind: "none" };
  return others.length > 0 ? { kind: "conflict" } : { kind: "one", ...first };
}

/** Every credential this request carries, one by one, whether it acts by it or not: what signing out has to end. */
export function carriedCredentials(headers: Headers, auth: Auth, cookies: Cookies): Carried[] {
  const header = headers.get("cookie");
  const found = inHeader(headers, auth);
  for (const mode of MODE_NAMES) {
    const { token: kind, refresh } = CREDENTIAL_COOKIES[mode];
    for (const token of cookies.read(header, kind)) found.push({ mode, token, refreshToken: null });
    for (const refreshToken of refresh ? cookies.read(header, refresh) : [])
      found.push({ mode, token: null, refreshToken });
  }
  return found;
}

function inHeader(headers: Headers, auth: Auth): Carried[] {
  const token = bearerToken(headers);
  return token ? [{ mode: auth.identify(token), token, refreshToken: null }] : [];
}
