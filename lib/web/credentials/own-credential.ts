import "server-only";
import { headers } from "next/headers";
import type { Guarantees, Introspection, SignIn, TraceStep } from "@/lib/auth/contract";
import { renewAheadSeconds } from "@/lib/auth/policy";
import { sha256 } from "@/lib/auth/random";
import { refreshExpiry } from "@/lib/auth/refresh";
import { createTrace } from "@/lib/auth/trace";
import { type Cookie, type CookieKind, CREDENTIAL_COOKIES } from "@/lib/http/cookies/cookies";
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
  /** When the person last proved who they are: the sign-in, whatever was exchanged since. */
  authenticatedAt: Date;
  guarantees: Guarantees;
  /** What the guard did for this request, step by step. */
  steps: readonly TimedStep[];
  /** Null where nothing is exchanged: for a database session, and without the cookie. */
  refresh: RefreshDescription | null;
}

/** A step of this request's check. `microseconds` is the median of `times` such steps of the same credential. */
export interface TimedStep extends TraceStep {
  /** What this very request took, where that was far more: the first check pays for what the next find remembered. */
  firstMicroseconds: number | null;
  times: number;
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
  /** SHA-256 in hex: all that the store has of the token. */
  tokenHash: string;
}

export async function describeOwnCredential(current: SignedIn): Promise<OwnCredential> {
  const runtime = await getRuntime();
  const { mode, token, issuedAt, expiresAt, authenticatedAt, guarantees } = current;
  const [introspection, refresh] = await Promise.all([
    current.introspection ?? runtime.auth.modes[mode].introspect(token),
    describeRefresh(runtime, current),
  ]);
  return {
    cookie: describeCookie(asSet(runtime, CREDENTIAL_COOKIES[mode].token, token, issuedAt, expiresAt)),
    introspection,
    issuedAt,
    expiresAt,
    authenticatedAt,
    guarantees,
    steps: await timed(runtime, current),
    refresh,
  };
}

/** With the `Max-Age` of when it was set. */
function asSet({ cookies }: Runtime, kind: CookieKind, value: string, setAt: Date, expiresAt: Date): Cookie {
  const maxAge = Math.ceil((expiresAt.getTime() - setAt.getTime()) / 1000);
  return { ...cookies.make(kind, value, expiresAt), maxAge };
}

/** So many more checks, so that one slow moment does not pass for the price of a step. */
const MORE_CHECKS = 4;
/** Times the median. */
const FAR_MORE = 3;

async function timed({ auth }: Runtime, { mode, token, trace }: SignedIn): Promise<TimedStep[]> {
  const taken = new Map(trace.steps.map((step) => [step.name, [step.microseconds]]));
  for (let check = 0; check < MORE_CHECKS; check++) {
    const again = createTrace();
    await auth.modes[mode].verify(token, { trace: again, readOnly: true });
    for (const { name, microseconds } of again.steps) taken.get(name)?.push(microseconds);
  }
  return trace.steps.map((step) => {
    const all = taken.get(step.name) ?? [];
    const median = all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? step.microseconds;
    const isFirst = step.microseconds > FAR_MORE * median;
    return {
      ...step,
      microseconds: median,
      firstMicroseconds: isFirst ? step.microseconds : null,
      times: all.length,
    };
  });
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
      asSet(
        runtime,
        kind,
        presented.refreshToken,
        family?.lastSeenAt ?? issuedAt,
        family ? refreshExpiry(family) : expiresAt,
      ),
    ),
    preview: maskOpaque(presented.refreshToken),
    renewsAt: new Date(expiresAt.getTime() - renewAheadSeconds(lifetimeSeconds) * 1000),
    family,
    tokenHash: sha256(presented.refreshToken).toString("hex"),
  };
}
