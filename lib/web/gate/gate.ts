import { isSafe } from "@/lib/http/request/same-origin";
import type { PageAccess } from "./access";

// The gate's decision, as a pure function: no I/O, no framework. It refuses early what cannot possibly be
// let in; what it passes is checked again, with the store, by the page, action or handler itself.

export interface GateRequest {
  method: string;
  /** Path and query, as asked for. */
  path: string;
  access: PageAccess;
  /**
   * What the credential decodes to. "renewable": its time is over and it could be exchanged, but not by a request
   * that only looks ahead.
   */
  credential: "none" | "plausible" | "refused" | "renewable" | "conflict";
  sameOrigin: boolean;
  /**
   * A server action called by script. Its answer is read by Next's router, which cannot follow a plain
   * redirect, so the action's own guard sends the visitor to the login page.
   */
  isActionCall: boolean;
}

export type GateDecision =
  | { kind: "pass"; clearCredentials: boolean }
  | { kind: "redirect"; to: string; clearCredentials: boolean }
  /** No answer now: the real navigation will bring one. */
  | { kind: "postpone" }
  | { kind: "cross-origin" };

export function decide(request: GateRequest): GateDecision {
  const { access, credential, isActionCall } = request;
  if (!isSafe(request.method) && !request.sameOrigin) return { kind: "cross-origin" };
  if (credential === "renewable") return { kind: "postpone" };
  const clearCredentials = credential === "conflict";
  if (access !== "signed-in" || credential === "plausible" || isActionCall)
    return { kind: "pass", clearCredentials };
  return { kind: "redirect", to: loginPath(request), clearCredentials };
}

/** Encoded, a path may become three times as long, and the server takes no query above 4 KB. */
const MAX_NEXT = 2000;

/** Back to where the visitor wanted to go, when that was a page they asked to see. */
function loginPath({ method, path }: GateRequest): string {
  const next = encodeURIComponent(path);
  return method === "GET" && next.length <= MAX_NEXT ? `/login?next=${next}` : "/login";
}
