import "server-only";
import type {
  Guarantees,
  IssuePolicy,
  ModeName,
  SessionId,
  SignIn,
  StrategyName,
  UserId,
} from "@/lib/auth/contract";
import { STRATEGY_NAMES } from "@/lib/auth/names";
import { inspectPair, type Pair } from "./pair";
import { copyToken, liveToken } from "./pair-cookies";
import type { PairParts } from "./parts";

// The pair as a page shows it: both halves, told apart from other pairs by a public id, and only to the
// person they were issued to.

export interface PairView {
  /** The public id of the pair: its JWT's `sid`. Stays the same whatever is done to the halves. */
  id: SessionId;
  /** What the JWT was issued with, so that the form can offer the same again. */
  alg: string | null;
  accessTtlSeconds: number | null;
  strategy: StrategyName | null;
  halves: Pair;
  /** The token family behind the JWT, while it is alive. */
  family: SignIn | null;
  /** When this was looked up. */
  checkedAt: Date;
}

/** The pair that these headers carry; null when there is none. `userId` is null for whoever is not signed in. */
export async function viewPair(
  parts: PairParts,
  userId: UserId | null,
  headers: Headers,
): Promise<PairView | null> {
  const issued = await issuedWith(parts, headers);
  // Left behind by somebody else who used this browser: neither shown nor named.
  if (!issued || (userId !== null && issued.sub !== userId)) return null;
  const { sub, ...terms } = issued;
  const [halves, family] = await Promise.all([
    inspectPair(parts, headers),
    parts.pairAuth.modes.jwt.find(sub, terms.id),
  ]);
  return { ...terms, halves, family, checkedAt: new Date() };
}

/** What each half promises, as it was issued; without a pair, as these settings would issue it. */
export function pairGuarantees(
  { pairAuth }: PairParts,
  policy: IssuePolicy,
  pair: PairView | null,
): Record<ModeName, Guarantees> {
  const { session, jwt } = pairAuth.modes;
  return {
    session: pair?.halves.session?.guarantees ?? session.guarantees(policy),
    jwt: pair?.halves.jwt?.guarantees ?? jwt.guarantees(policy),
  };
}

/**
 * The pair these headers present, and what its JWT was issued with; null without one. Read from the JWT's copy,
 * which no button changes; the live one stands in when the copy is gone.
 */
export async function issuedWith(parts: PairParts, headers: Headers) {
  const token = copyToken(parts, headers, "jwt") ?? liveToken(parts, headers, "jwt");
  if (!token) return null;
  const described = await parts.pairAuth.modes.jwt.introspect(token);
  const { header, claims } = "claims" in described ? described : { header: null, claims: null };
  if (typeof claims?.sid !== "string" || typeof claims.sub !== "string") return null;
  const lifetime = Number(claims.exp) - Number(claims.iat);
  return {
    id: claims.sid as SessionId,
    sub: claims.sub as UserId,
    alg: typeof header?.alg === "string" ? header.alg : null,
    accessTtlSeconds: Number.isFinite(lifetime) ? lifetime : null,
    strategy: STRATEGY_NAMES.find((name) => name === claims.revocation) ?? null,
  };
}
