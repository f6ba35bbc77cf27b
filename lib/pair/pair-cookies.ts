import "server-only";
import type { ModeName } from "@/lib/auth/contract";
import { COOKIE_SECONDS, type Cookie, type CookieKind, type CookieWriter } from "@/lib/http/cookies/cookies";
import type { PairParts } from "./parts";

// The cookies a pair lives in, and how they are read and written. Each half has two: the live one that the
// probes present, and a copy from the moment of issue, which stands for what a thief would have kept.

export const PAIR_COOKIES: Readonly<Record<ModeName, { live: CookieKind; copy: CookieKind }>> = {
  session: { live: "pairSession", copy: "pairSessionCopy" },
  jwt: { live: "pairAccess", copy: "pairAccessCopy" },
};

export const liveToken = (parts: PairParts, requestHeaders: Headers, mode: ModeName) =>
  onlyValue(parts, requestHeaders, PAIR_COOKIES[mode].live);

export const copyToken = (parts: PairParts, requestHeaders: Headers, mode: ModeName) =>
  onlyValue(parts, requestHeaders, PAIR_COOKIES[mode].copy);

export function hold(parts: PairParts, writer: CookieWriter, kind: CookieKind, token: string): void {
  writer.set(parts.cookies.make(kind, token, cookieExpiry()));
}

/** The live cookie as it would be set now. */
export const liveCookie = ({ cookies }: PairParts, mode: ModeName, token: string): Cookie =>
  cookies.make(PAIR_COOKIES[mode].live, token, cookieExpiry());

/** Two cookies of one name are nobody's: as everywhere, neither counts. */
function onlyValue({ cookies }: PairParts, requestHeaders: Headers, kind: CookieKind): string | undefined {
  const values = cookies.read(requestHeaders.get("cookie"), kind);
  return values.length === 1 ? values[0] : undefined;
}

const cookieExpiry = (): Date => new Date(Date.now() + COOKIE_SECONDS.pair * 1000);
