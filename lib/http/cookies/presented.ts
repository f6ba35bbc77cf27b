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
  let found: Carried | null = null;
  for (const mode of MODE_NAMES) {
    const kinds = CREDENTIAL_COOKIES[mode];
    const tokens = cookies.read(header, kinds.token);
    const refreshTokens = kinds.refresh ? cookies.read(header, kinds.refresh) : [];
    if (tokens.length > 1 || refreshTokens.length > 1) return { kind: "conflict" };
    const [token, refreshToken] = [tokens[0] ?? null, refreshTokens[0] ?? null];
    if (token === null && refreshToken === null) continue;
    if (found) return { kind: "conflict" };
    found = { mode, token, refreshToken };
  }
  return found ? { kind: "one", ...found } : { kind: "none" };
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
