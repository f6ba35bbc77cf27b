import "server-only";
import { headers, cookies as nextCookies } from "next/headers";
import { MODE_NAMES } from "@/lib/auth/names";
import { withCookies } from "@/lib/http/cookies/with-cookies";
import { PAIR_COOKIES } from "@/lib/pair/pair-cookies";
import type { Runtime } from "@/lib/runtime/runtime";

/**
 * The request's headers with the pair's cookies as the browser holds them once this response has arrived.
 * After an action Next renders the page within the same request, where `cookies()` already has what the
 * action set and `headers()` still has what the browser sent.
 */
export async function headersAfterAction({ cookies }: Runtime): Promise<Headers> {
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
