import "server-only";
import type { Guarantees, ModeName, UserId } from "@/lib/auth/contract";
import { getRuntime, type Runtime } from "@/lib/session/runtime";
import { inspectPair, type Pair } from "./pair";
import { copyToken, headersAfterAction, liveToken } from "./pair-cookies";

// The pair as a page shows it: both halves, told apart from other pairs by a public id, and only to the
// person they were issued to.

export interface PairView {
  /** The public id of the pair: its JWT's `sid`. Stays the same whatever is done to the halves. */
  id: string;
  /** What the JWT was issued with, so that the form can offer the same again. */
  alg: string | null;
  accessTtlSeconds: number | null;
  halves: Pair;
  /** When this was looked up. */
  checkedAt: Date;
}

/** The pair this browser holds, as it stands after the action that renders the page; null when there is none. */
export async function viewPair(userId: UserId): Promise<PairView | null> {
  const runtime = await getRuntime();
  const headers = await headersAfterAction();
  const issued = await issuedClaims(runtime, headers);
  // Left behind by somebody else who used this browser: neither shown nor named.
  if (!issued || issued.sub !== userId) return null;
  const { id, alg, accessTtlSeconds } = issued;
  return { id, alg, accessTtlSeconds, halves: await inspectPair(headers), checkedAt: new Date() };
}

/** The id of the pair these headers present, or null. */
export async function pairIdOf(headers: Headers): Promise<string | null> {
  return (await issuedClaims(await getRuntime(), headers))?.id ?? null;
}

/** What each mode promises, whether or not there is a pair. */
export async function pairGuarantees(): Promise<Record<ModeName, Guarantees>> {
  const { session, jwt } = (await getRuntime()).pairAuth.modes;
  return { session: session.guarantees, jwt: jwt.guarantees };
}

/** Read from the JWT's copy, which no button changes; the live one stands in when the copy is gone. */
async function issuedClaims(runtime: Runtime, headers: Headers) {
  const token = copyToken(runtime, headers, "jwt") ?? liveToken(runtime, headers, "jwt");
  if (!token) return null;
  const described = await runtime.pairAuth.modes.jwt.introspect(token);
  const { header, claims } = "claims" in described ? described : { header: null, claims: null };
  if (typeof claims?.sid !== "string") return null;
  const lifetime = Number(claims.exp) - Number(claims.iat);
  return {
    id: claims.sid,
    sub: claims.sub,
    alg: typeof header?.alg === "string" ? header.alg : null,
    accessTtlSeconds: Number.isFinite(lifetime) ? lifetime : null,
  };
}
