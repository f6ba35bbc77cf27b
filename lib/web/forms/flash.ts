import "server-only";
import { headers } from "next/headers";
import type { CookieWriter } from "@/lib/http/cookies/cookies";
import { getRuntime } from "@/lib/runtime/runtime";

// Carries one result over a redirect, for the page behind it to show. Sealed, so a page only ever shows
// what this server said, and gone after a while.

/** For the page that the redirect leads to. */
const LIFETIME_SECONDS = 20;

export async function writeFlash(
  cookies: CookieWriter,
  value: object,
  lifetimeSeconds = LIFETIME_SECONDS,
): Promise<void> {
  const runtime = await getRuntime();
  const expiresAt = new Date(Date.now() + lifetimeSeconds * 1000);
  const seal = await runtime.seal("flash").encode({ token: JSON.stringify(value), expiresAt });
  cookies.set(runtime.cookies.make("flash", seal, expiresAt));
}

/** What `writeFlash` left for this browser, or null. The caller says what shape it wrote. */
export async function readFlash<T extends object>(): Promise<T | null> {
  const { cookies, seal } = await getRuntime();
  const [value] = cookies.read((await headers()).get("cookie"), "flash");
  const decoded = value ? await seal("flash").decode(value) : null;
  return decoded?.ok ? (JSON.parse(decoded.claims.token) as T) : null;
}
