import type { Active, Guarantees, IssuePolicy, Principal, SessionId } from "./contract";
import type { AccessClaims } from "./parts";
import { newId } from "./random";

// What an access token says: from a sign-in to its claims, and from the claims back to who is signed in. Knows
// neither signatures nor stores.

export interface ClaimsSource {
  principal: Principal;
  sessionId: SessionId;
  authenticatedAt: Date;
  /** When the sign-in ends if nobody uses it. */
  endsAt: Date;
  jwt: IssuePolicy["jwt"];
  now: Date;
}

/** Without what a revocation strategy stamps. Instants in whole seconds. */
export function accessClaims(source: ClaimsSource): AccessClaims {
  const { principal, sessionId, authenticatedAt, endsAt, jwt, now } = source;
  const iat = wholeSecond(now);
  // Never longer than the sign-in: its owner could no longer list and end it.
  const end = Math.min(iat.getTime() + jwt.accessTtlSeconds * 1000, endsAt.getTime());
  return {
    alg: jwt.alg,
    sub: principal.userId,
    sid: sessionId,
    jti: newId(),
    iat,
    exp: wholeSecond(new Date(end)),
    authTime: wholeSecond(authenticatedAt),
    email: principal.email,
    name: principal.name,
    role: principal.role,
    revocation: jwt.revocation,
  };
}

/** Whoever the token speaks of, once it is known that it still may. */
export function activeBy(claims: AccessClaims, guarantees: Guarantees): Active {
  return {
    active: true,
    principal: { userId: claims.sub, email: claims.email, name: claims.name, role: claims.role },
    sessionId: claims.sid,
    issuedAt: claims.iat,
    authenticatedAt: claims.authTime,
    expiresAt: claims.exp,
    alg: claims.alg,
    strategy: claims.revocation,
    guarantees,
  };
}

/** A NumericDate has whole seconds; issuing in whole seconds keeps what we say and what we sign equal. */
const wholeSecond = (date: Date): Date => new Date(Math.floor(date.getTime() / 1000) * 1000);
