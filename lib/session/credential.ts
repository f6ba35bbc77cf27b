import type { ModeName } from "@/lib/auth/contract";
import type { Auth } from "@/lib/auth/create-auth";
import { MODE_NAMES } from "@/lib/auth/create-auth";
import { type Cookies, CREDENTIAL_COOKIES } from "./cookies";

// Finds the one credential a request presents. Which cookie is there decides which mode checks it; a request
// that presents two is refused, so nobody can mix a stranger's credential with their own.

export type Presented =
  | { kind: "none" }
  | { kind: "one"; mode: ModeName; token: string; from: "cookie" | "bearer" }
  | { kind: "conflict"; all: readonly { mode: ModeName; token: string }[] };

const BEARER = /^Bearer ([A-Za-z0-9._~*-]+)$/i;

/** RFC 6750 §2.1. An `Authorization` header is the whole answer: cookies are then not looked at. */
export function presentedCredential(headers: Headers, auth: Auth, cookies: Cookies): Presented {
  const authorization = headers.get("authorization");
  if (authorization !== null) {
    const token = BEARER.exec(authorization)?.[1];
    return token ? { kind: "one", mode: auth.identify(token), token, from: "bearer" } : { kind: "none" };
  }
  const header = headers.get("cookie");
  const found = MODE_NAMES.flatMap((mode) =>
    cookies.read(header, CREDENTIAL_COOKIES[mode]).map((token) => ({ mode, token })),
  );
  const [first, ...others] = found;
  if (!first) return { kind: "none" };
  return others.length > 0 ? { kind: "conflict", all: found } : { kind: "one", ...first, from: "cookie" };
}
