import type { Route } from "next";

// Where to go after sign-in: a path of this app, whatever the address bar said.

const FALLBACK = "/dashboard";

/**
 * The path, query and fragment of `next` if it stays on `origin`, else `/dashboard`. Backslashes and
 * control characters are refused before parsing, because URL parsers turn them into slashes or drop them.
 */
export function localPath(next: string | null | undefined, origin: string): Route {
  if (!next?.startsWith("/") || /[\\\p{Cc}]/u.test(next) || !URL.canParse(next, origin)) return FALLBACK;
  const url = new URL(next, origin);
  const path = `${url.pathname}${url.search}${url.hash}`;
  return url.origin === new URL(origin).origin && !path.startsWith("//") ? (path as Route) : FALLBACK;
}
