import "server-only";
import { headers, cookies as nextCookies } from "next/headers";
import type { ModeName } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/create-auth";
import type { Cookie, CookieKind, CookieWriter } from "@/lib/session/cookies";
import { getRuntime, type Runtime } from "@/lib/session/runtime";
import { withCookies } from "@/lib/session/with-cookies";

// The cookies a pair lives in, and how they are read and written. Each half has two: the live one that the
// probes present, and a copy from the moment of issue, which stands for what a thief would have kept.

/** Cookies outlive their credentials on purpose: the verifier is seen to refuse, not the browser to forget. */
const COOKIE_LIFETIME_MS = 20 * 60 * 1000;

export const PAIR_COOKIES: Readonly<Record<ModeName, { live: CookieKind; copy: CookieKind }>> = {
  session: { live: "pairSession", copy: "pairSessionCopy" },
  jwt: { live: "pairAccess", copy: "pairAccessCopy" },
};

export const liveToken = (runtime: Runtime, requestHeaders: Headers, mode: ModeName) =>
  onlyValue(runtime, requestHeaders, PAIR_COOKIES[mode].live);

export const copyToken = (runtime: Runtime, requestHeaders: Headers, mode: ModeName) =>
  onlyValue(runtime, requestHeaders, PAIR_COOKIES[mode].copy);

export function hold(runtime: Runtime, writer: CookieWriter, kind: CookieKind, token: string): void {
  writer.set(runtime.cookies.make(kind, token, cookieExpiry()));
}

/** The live cookie as it would be set now. */
export const liveCookie = ({ cookies }: Runtime, mode: ModeName, token: string): Cookie =>
  cookies.make(PAIR_COOKIES[mode].live, token, cookieExpiry());

/**
 * The request's headers with the pair's cookies as the browser holds them once this response has arrived.
 * After an action Next renders the page within the same request, where `cookies()` already has what the
 * action set and `headers()` still has what the browser sent.
 */
export async function headersAfterAction(): Promise<Headers> {
  const { cookies } = await getRuntime();
  const [sent, jar] = await Promise.all([headers(), nextCookies()]);
  const header = sent.get("cookie");
  const changed = MODE_NAMES.flatMap((mode) => Object.values(PAIR_COOKIES[mode])).flatMap((kind) => {
    const value = jar.get(cookies.name(kind))?.value ?? "";
    const before = cookies.read(header, kind);
    const same = value ? before.includes(value) : before.length === 0;
    return same ? [] : [{ name: cookies.name(kind), value }];
  });
  return changed.length === 0 ? sent : withCookies(sent, changed);
}

/** Two cookies of one name are nobody's: as everywhere, neither counts. */
function onlyValue({ cookies }: Runtime, requestHeaders: Headers, kind: CookieKind): string | undefined {
  const values = cookies.read(requestHeaders.get("cookie"), kind);
  return values.length === 1 ? values[0] : undefined;
}

const cookieExpiry = (): Date => new Date(Date.now() + COOKIE_LIFETIME_MS);
