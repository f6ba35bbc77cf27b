// Owns what the first line of a request asks for: one spelling of the path, or the refusal. Pure functions, linear
// in the length, because Next's own parser is quadratic in the number of parameters.

import { type OwnAnswer, TOO_LONG, UNREADABLE } from "./own-answers.ts";

const MAX_PATH_BYTES = 2048;
const MAX_QUERY_BYTES = 4096;
const MAX_PARAMETERS = 100;

export interface Target {
  /** As `new URL` writes it: without dot segments, backslashes or a fragment. */
  pathname: string;
  /** With its question mark, as it came; empty when there is none. */
  search: string;
}

/**
 * `target` is the path with or without a query, or an absolute address, of which the path counts and the host does
 * not (RFC 9112 §3.2.2): the app has one public origin. Refused are a path that another server's address begins
 * with (`//host`), one that cannot be decoded, and what is too long.
 */
export function readTarget(target: string): Target | OwnAnswer {
  const local = target.replace(/^https?:\/\/[^/?#]*/i, "");
  const questionMark = local.indexOf("?");
  const path = questionMark === -1 ? local : local.slice(0, questionMark);
  const search = questionMark === -1 ? "" : local.slice(questionMark);
  if (path.length > MAX_PATH_BYTES || search.length > MAX_QUERY_BYTES + 1) return TOO_LONG;
  if (search.split("&", MAX_PARAMETERS + 1).length > MAX_PARAMETERS) return TOO_LONG;
  const pathname = readPath(path === "" && local !== target ? "/" : path);
  return pathname === null ? UNREADABLE : { pathname, search };
}

/** Null for what is no path of this server. */
function readPath(path: string): string | null {
  if (!path.startsWith("/")) return null;
  const pathname = URL.parse(`http://host${path}`)?.pathname;
  return pathname === undefined || pathname.startsWith("//") || !isDecodable(pathname) ? null : pathname;
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
