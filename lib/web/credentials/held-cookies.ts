import "server-only";
import type { ModeName } from "@/lib/auth/contract";
import { COOKIE_SECONDS, type CookieKind, CREDENTIAL_COOKIES } from "@/lib/http/cookies/cookies";
import { type CookieDescription, describeCookie } from "@/lib/http/cookies/describe-cookie";
import { PAIR_COOKIES } from "@/lib/pair/pair-cookies";
import type { Runtime } from "@/lib/runtime/runtime";
import type { OwnCredential } from "./own-credential";

// Every cookie of ours that a request carries, by name: what the browser holds is the whole of it.

export interface HeldCookie extends CookieDescription {
  kind: CookieKind;
}

const SECONDS: Readonly<Partial<Record<CookieKind, number>>> = {
  ...Object.fromEntries(
    Object.values(PAIR_COOKIES).flatMap(({ live, copy }) =>
      [live, copy].map((kind) => [kind, COOKIE_SECONDS.pair]),
    ),
  ),
  device: COOKIE_SECONDS.device,
  flash: COOKIE_SECONDS.flash,
};

/** The sign-in's own first. `headers` is the request as the browser would send it now. */
export function heldCookies(
  { cookies }: Runtime,
  headers: Headers,
  mode: ModeName,
  own: OwnCredential,
): HeldCookie[] {
  const { token, refresh } = CREDENTIAL_COOKIES[mode];
  const held: HeldCookie[] = [{ kind: token, ...own.cookie }];
  if (refresh && own.refresh) held.push({ kind: refresh, ...own.refresh.cookie });
  for (const [kind, seconds] of Object.entries(SECONDS) as [CookieKind, number][])
    for (const value of cookies.read(headers.get("cookie"), kind))
      held.push({ kind, ...describeCookie({ ...cookies.make(kind, value, new Date()), maxAge: seconds }) });
  return held;
}
