import { accessClaims, activeBy } from "./access-claims";
import type { AccessTokenCodec } from "./codecs/jws";
import type {
  Active,
  AuthMode,
  Clock,
  Credentials,
  Guarantees,
  IssuePolicy,
  Principal,
  SignIn,
  StrategyName,
} from "./contract";
import { describeJwt } from "./introspect";
import { byName, STRATEGY_NAMES } from "./names";
import type { AccessClaims, Atomically, FamilyRecord, RefreshTokenStore, RevocationStrategy } from "./parts";
import { absoluteEnd, BOUNDS } from "./policy";
import { newSessionId } from "./random";
import { type RefreshTokens, refreshExpiry } from "./refresh";
import { step } from "./trace";

// JWTs: the browser holds a signed access token that lives for minutes, and a refresh token to fetch the next one with.
// What ends an access token before its expiry is its revocation strategy, which is one of its signed claims.

export interface JwtModeOptions {
  codec: AccessTokenCodec;
  strategies: Readonly<Record<StrategyName, RevocationStrategy>>;
  refreshTokens: RefreshTokens;
  families: RefreshTokenStore;
  /** Ends the access tokens of ended sign-ins as far as they can be. Joins the transaction that ends them. */
  endAccess: RevocationStrategy["revoke"];
  atomically: Atomically;
  audience: string;
  clock: Clock;
}

export function createJwtMode(options: JwtModeOptions): AuthMode {
  const { codec, strategies, refreshTokens, families, endAccess, atomically, audience, clock } = options;
  const guarantees = byName(
    STRATEGY_NAMES,
    (name): Guarantees => ({ ...strategies[name].guarantees, detectsReuse: true }),
  );

  const mode: AuthMode = {
    name: "jwt",
    guarantees: ({ jwt }) => guarantees[jwt.revocation],
    limits: ({ jwt }) => ({
      credentialSeconds: jwt.accessTtlSeconds,
      idleSeconds: jwt.refreshIdleSeconds,
      absoluteSeconds: jwt.refreshAbsoluteSeconds,
      ceilingSeconds: BOUNDS.accessTtlSeconds.max,
      strategy: jwt.revocation,
    }),

    async issue(principal, client, policy, { authenticatedAt, notAfter, alongside, trace } = {}) {
      const now = clock.now();
      const provenAt = authenticatedAt ?? now;
      const family: FamilyRecord = {
        id: newSessionId(),
        userId: principal.userId,
        audience,
        createdAt: now,
        authenticatedAt: provenAt,
        lastSeenAt: now,
        idleTimeoutSeconds: policy.jwt.refreshIdleSeconds,
        // From when the person proved who they are: no exchange of one credential for another extends it.
        expiresAt: absoluteEnd(provenAt, policy.jwt.refreshAbsoluteSeconds, notAfter),
        revokedAt: null,
        ip: client.ip,
        userAgent: client.userAgent,
      };
      const write = () =>
        atomically(async () => {
          const refreshToken = await refreshTokens.begin(family);
          await alongside?.(family.id);
          // Stamped last: what `alongside` ended may raise the token version.
          return { refreshToken, claims: await claimsFor(principal, family, policy) };
        });
      const stampReads = ({ claims: { ver } }: { claims: AccessClaims }) => (ver === undefined ? 0 : 1);
      const { refreshToken, claims } = await step(trace, "Write the token family", write, stampReads);
      // After the transaction, which nobody should wait for: signing may queue for a thread.
      const token = await step(trace, "Sign the claims", () => codec.encode(claims));
      return toCredentials(token, claims, refreshToken, family);
    },

    async decode(token, decodeOptions) {
      const decoded = await codec.decode(token, decodeOptions);
      if (!decoded.ok) return decoded;
      const { iat, exp, sid } = decoded.claims;
      return { ok: true, issuedAt: iat, expiresAt: exp, sessionId: sid };
    },

    async verify(token, verifyOptions = {}) {
      const decoded = await codec.decode(token, verifyOptions);
      if (!decoded.ok) return { active: false, reason: decoded.reason };
      const { claims } = decoded;

      const strategy = strategies[claims.revocation];
      const revocationStep = verifyOptions.trace?.begin(`Check revocation (${strategy.name})`);
      const revoked = await strategy.isRevoked(claims);
      revocationStep?.(revoked ? "revoked" : "ok", strategy.guarantees.readsPerVerify);
      if (revoked) return { active: false, reason: "revoked" };
      const active = toActive(claims);
      if (!verifyOptions.describe) return active;
      return { ...active, introspection: describeJwt(token, active, active.guarantees) };
    },

    async refresh(held, client, policyOf) {
      const { token: expired, refreshToken } = held;
      if (!refreshToken) return { kind: "denied", reason: "missing" };
      // An access token of one sign-in beside a refresh token of another: somebody planted one of them.
      const claims = expired ? await codec.genuine(expired) : null;
      const owner = claims && (await refreshTokens.ownerOf(held));
      if (owner && owner.sessionId !== claims.sid) return { kind: "denied", reason: "conflict" };

      const exchange = await refreshTokens.exchange(refreshToken, client, async (family, principal) =>
        claimsFor(principal, family, await policyOf(principal.userId)),
      );
      if (exchange.kind !== "exchanged") return exchange;
      const { result: next, family } = exchange;
      // After the transaction. If signing fails, the same exchange can be repeated.
      const token = await codec.encode(next);
      const credentials = toCredentials(token, next, exchange.refreshToken, family);
      return { kind: "refreshed", credentials, verification: toActive(next) };
    },

    async signInOf(held) {
      const claims = held.token ? await codec.genuine(held.token) : null;
      return claims ? { userId: claims.sub, sessionId: claims.sid } : refreshTokens.ownerOf(held);
    },

    revoke: (userId, sessionId) =>
      atomically(async () => {
        const ended = await families.revokeFamily(userId, audience, sessionId, clock.now());
        if (ended) await endAccess(userId, [sessionId]);
        return ended;
      }),
    revokeAll: (userId, except) =>
      atomically(async () => {
        const ended = await families.revokeByUser(userId, audience, clock.now(), except);
        if (ended.length > 0) await endAccess(userId, ended);
        return ended.length;
      }),

    async find(userId, sessionId) {
      const now = clock.now();
      const family = (await families.find(sessionId, now, userId))?.family;
      if (!family || family.userId !== userId || family.audience !== audience) return null;
      return family.revokedAt || now >= refreshExpiry(family) ? null : toSignIn(family);
    },
    async list(userId, page) {
      const live = await families.listByUser(userId, audience, clock.now(), page);
      return live.map(toSignIn);
    },
    tally: (userId, except) => families.tallyByUser(userId, audience, clock.now(), except),

    async introspect(token) {
      const verification = await mode.verify(token, { readOnly: true });
      const decoded = await codec.decode(token);
      const strategy = decoded.ok ? decoded.claims.revocation : "expiry-only";
      return describeJwt(token, verification, guarantees[strategy]);
    },
  };
  return mode;

  async function claimsFor(
    principal: Principal,
    family: FamilyRecord,
    { jwt }: IssuePolicy,
  ): Promise<AccessClaims> {
    const { id: sessionId, authenticatedAt } = family;
    const endsAt = refreshExpiry(family);
    const claims = accessClaims({ principal, sessionId, authenticatedAt, jwt, endsAt, now: clock.now() });
    return { ...claims, ...(await strategies[jwt.revocation].stamp(principal.userId)) };
  }

  function toCredentials(
    token: string,
    { sid: sessionId, iat: issuedAt, exp: expiresAt }: AccessClaims,
    refreshToken: string,
    family: FamilyRecord,
  ): Credentials {
    const refreshExpiresAt = refreshExpiry(family);
    return { token, refreshToken, refreshExpiresAt, sessionId, issuedAt, expiresAt };
  }

  function toActive(claims: AccessClaims): Active {
    return activeBy(claims, guarantees[claims.revocation]);
  }
}

function toSignIn(record: FamilyRecord): SignIn {
  const { id, createdAt, lastSeenAt, expiresAt, idleTimeoutSeconds, ip, userAgent } = record;
  return { id, mode: "jwt", createdAt, lastSeenAt, expiresAt, idleTimeoutSeconds, ip, userAgent };
}
