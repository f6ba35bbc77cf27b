import type { CookieWriter } from "@/lib/http/cookies/cookies";
import { Browser } from "./browser";

// Stands in for `next/headers` in every test (vitest.config.ts), so that tests can call pages and server actions.

/** What it needs of a browser. */
type Caller = Pick<Browser, "jar" | "set" | "requestHeaders">;

let browser: Caller = new Browser();
let extra: Record<string, string> = {};

/** Who the next actions are called by, and with which headers besides. */
export function calledBy(caller: Caller, headers: Record<string, string> = {}): void {
  browser = caller;
  extra = headers;
}

/** @public Imported under its name in Next. */
export const headers = async (): Promise<Headers> => browser.requestHeaders({ headers: extra });

/** @public Imported under its name in Next. */
export const cookies = async (): Promise<
  CookieWriter & { get(name: string): { value: string } | undefined }
> => ({
  set: (cookie) => browser.set(cookie),
  get(name) {
    const value = browser.jar.get(name);
    return value === undefined ? undefined : { value };
  },
});

/** Where a call led: the path of a redirect, "403", or null when it returned. */
export async function destination(work: () => Promise<unknown>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    const digest = error instanceof Error && "digest" in error ? String(error.digest) : "";
    const [kind, ...rest] = digest.split(";");
    if (kind === "NEXT_REDIRECT") return rest[1] ?? "";
    if (kind === "NEXT_HTTP_ERROR_FALLBACK") return rest[0] ?? "";
    throw error;
  }
}
