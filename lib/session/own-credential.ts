import "server-only";
import type { Introspection, TraceStep } from "@/lib/auth/contract";
import type { SignedIn } from "./authenticate";
import { CREDENTIAL_COOKIES } from "./cookies";
import { type CookieDescription, describeCookie } from "./describe-cookie";
import { getRuntime } from "./runtime";

// "Your sign-in" on the dashboard: the real credential that guards this very request, safe to show.

export interface OwnCredential {
  cookie: CookieDescription;
  introspection: Introspection;
  issuedAt: Date;
  expiresAt: Date;
  /** What the guard did for this request, step by step. */
  steps: readonly TraceStep[];
}

export async function describeOwnCredential(current: SignedIn): Promise<OwnCredential> {
  const { auth, cookies } = await getRuntime();
  const { mode, token, issuedAt, expiresAt, trace } = current;
  return {
    cookie: describeCookie(cookies.make(CREDENTIAL_COOKIES[mode], token, expiresAt)),
    introspection: await auth.modes[mode].introspect(token),
    issuedAt,
    expiresAt,
    steps: [...trace.steps],
  };
}
