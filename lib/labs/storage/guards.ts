import "server-only";
import { isSafe, isSameOrigin } from "@/lib/http/request/same-origin";
import type { GuardId } from "./shared/cells";

// The checks that the target of the CSRF attempts makes before it looks at a cookie. As servers do, they ask only
// about methods that may change something; what changes on a GET is protected by none of them.

type Guard = (headers: Headers, ownOrigin: string) => boolean;

const CHECKS: Readonly<Record<GuardId, Guard | null>> = {
  nothing: null,
  origin: (headers, own) => headers.get("origin") === own,
  "fetch-site": (headers) => headers.get("sec-fetch-site") === "same-origin",
  app: isSameOrigin,
};

/** Null: nothing was checked. */
export function passes(guard: GuardId, method: string, headers: Headers, ownOrigin: string): boolean | null {
  const check = CHECKS[guard];
  return check === null ? null : isSafe(method) || check(headers, ownOrigin);
}
