import type { AccessClaims, AuthMode, Clock, RevocationStrategy, TokenCodec } from "./contract";
import { describeJwt } from "./introspect";
import { newId, newSessionId } from "./random";

// The ID card: the browser holds everything, signed. No store is asked, so nothing but its expiry, or what
// the revocation strategy looks up, ends it.

export interface JwtModeOptions {
  codec: TokenCodec<AccessClaims>;
  strategy: RevocationStrategy;
  clock: Clock;
}

export function createJwtMode({ codec, strategy, clock }: JwtModeOptions): AuthMode {
  const mode: AuthMode = {
    name: "jwt",
    guarantees: strategy.guarantees,

    async issue(principal, _client, policy, authenticatedAt) {
      const { alg, accessTtlSeconds } = policy.jwt;
      const issuedAt = wholeSecond(clock.now());
      const claims: AccessClaims = {
        alg,
        sub: principal.userId,
        sid: newSessionId(),
        jti: newId(),
        iat: issuedAt,
        exp: new Date(issuedAt.getTime() + accessTtlSeconds * 1000),
        authTime: authenticatedAt ?? issuedAt,
        email: principal.email,
        name: principal.name,
        role: principal.role,
      };
      return { token: await codec.encode(claims), sessionId: claims.sid, issuedAt, expiresAt: claims.exp };
    },

    async decode(token, options) {
      const decoded = await codec.decode(token, options);
      if (!decoded.ok) return decoded;
      return { ok: true, expiresAt: decoded.claims.exp, sessionId: decoded.claims.sid };
    },

    async verify(token, options = {}) {
      const decoded = await codec.decode(token, options);
      if (!decoded.ok) return { active: false, reason: decoded.reason };
      const { claims } = decoded;

      const revocationStep = options.trace?.begin(`Check revocation (${strategy.name})`);
      const revoked = await strategy.isRevoked(claims);
      revocationStep?.(revoked ? "revoked" : "ok", strategy.guarantees.readsPerVerify);
      if (revoked) return { active: false, reason: "revoked" };
      return {
        active: true,
        principal: { userId: claims.sub, email: claims.email, name: claims.name, role: claims.role },
        sessionId: claims.sid,
        issuedAt: claims.iat,
        authenticatedAt: claims.authTime,
        expiresAt: claims.exp,
        alg: claims.alg,
        strategy: strategy.name,
      };
    },

    revoke: (sessionId) => strategy.revoke(sessionId),
    revokeAll: (userId) => strategy.revokeAll(userId),
    list: (userId) => strategy.list(userId),

    async introspect(token) {
      return describeJwt(token, await mode.verify(token, { readOnly: true }), strategy.guarantees);
    },
  };
  return mode;
}

/** A NumericDate has whole seconds; issuing in whole seconds keeps what we say and what we sign equal. */
const wholeSecond = (date: Date): Date => new Date(Math.floor(date.getTime() / 1000) * 1000);
