import "server-only";
import { headers } from "next/headers";
import type { Guarantees, Introspection, SignIn, TraceStep } from "@/lib/auth/contract";
import { renewAheadSeconds } from "@/lib/auth/policy";
import { CREDENTIAL_COOKIES } from "@/lib/http/cookies/cookies";
import { type CookieDescription, describeCookie, maskOpaque } from "@/lib/http/cookies/describe-cookie";
import { presentedCredential } from "@/lib/http/cookies/presented";
import type { SignedIn } from "@/lib/http/signed-in";
import { getRuntime, type Runtime } from "@/lib/runtime/runtime";

// "Your sign-in" on the dashboard: the real credential that guards this very request, safe to show.

export interface OwnCredential {
  cookie: CookieDescription;
  introspection: Introspection;
  issuedAt: Date;
  expiresAt: Date;
  guarantees: Guarantees;
  /** What the guard did for this request, step by step. */
  steps: readonly TraceStep[];
  /** Null where nothing is exchanged: for a database session, and without the cookie. */
  refresh: RefreshDescription | null;
}

/** The other cookie of a JWT sign-in, and the token family behind it. */
export interface RefreshDescription {
  cookie: CookieDescription;
  /** The value with all but a few characters masked. */
  preview: string;
  /** From then on a page that is opened exchanges it for the next credentials. */
  renewsAt: Date;
  /** As the store lists it; null when it has just ended. */
  family: SignIn | null;
}

export async function describeOwnCredential(current: SignedIn): Promise<OwnCredential> {
  const runtime = await getRuntime();
  const { mode, token, issuedAt, expiresAt, guarantees, trace } = current;
  const [introspection, refresh] = await Promise.all([
    current.introspection ?? runtime.auth.modes[mode].introspect(token),
    describeRefresh(runtime, current),
  ]);
  return {
    cookie: describeCookie(runtime.cookies.make(CREDENTIAL_COOKIES[mode].token, token, expiresAt)),
    introspection,
    issuedAt,
    expiresAt,
    guarantees,
    steps: [...trace.steps],
    refresh,
  };
}

async function describeRefresh(runtime: Runtime, current: SignedIn): Promise<RefreshDescription | null> {
  const { mode, principal, sessionId, issuedAt, expiresAt } = current;
  const kind = CREDENTIAL_COOKIES[mode].refresh;
  const presented = presentedCredential(await headers(), runtime.auth, runtime.cookies);
  if (!kind || presented.kind !== "one" || !presented.refreshToken) return null;
  const family = await runtime.auth.modes[mode].find(principal.userId, sessionId);
  const lifetimeSeconds = (expiresAt.getTime() - issuedAt.getTime()) / 1000;
  return {
    cookie: describeCookie(
      runtime.cookies.make(kind, presented.refreshToken, family?.expiresAt ?? expiresAt),
    ),
    preview: maskOpaque(presented.refreshToken),
    renewsAt: new Date(expiresAt.getTime() - renewAheadSeconds(lifetimeSeconds) * 1000),
    family,
  };
}
