import "server-only";
import { accessClaims, activeBy } from "@/lib/auth/access-claims";
import { createAccessTokenCodec } from "@/lib/auth/codecs/jws";
import type { AuthMode, Held, PolicyOf } from "@/lib/auth/contract";
import type { AccessClaims } from "@/lib/auth/parts";
import { BOUNDS } from "@/lib/auth/policy";
import type { LaneParts } from "../../engine/world/world";
import { hashOf, type Rotate } from "./rotate";
import type { TokenRow, TokenTable } from "./token-table";

// A mode whose refresh tokens are rotated by `rotate` in a table of their own; access tokens are the real ones, made
// and verified as everywhere. It serves a lane of this lab on loopback and nothing else: a rule of the layers keeps
// everybody else away.

export { rotateForking, rotateNaively } from "./rotate";
export { createTokenTable } from "./token-table";

export function withRotation(mode: AuthMode, parts: LaneParts, rotate: Rotate, table: TokenTable): AuthMode {
  const { clock, journal } = parts;
  const codec = createAccessTokenCodec({ ...parts, maxLifetimeSeconds: BOUNDS.accessTtlSeconds.max });

  /** By the access token as the mode knows it, else by whose refresh token this is. */
  async function signInOf(held: Held): ReturnType<AuthMode["signInOf"]> {
    const known = held.token ? await mode.signInOf({ token: held.token, refreshToken: null }) : null;
    if (known || !held.refreshToken) return known;
    const row = await table.find(hashOf(held.refreshToken));
    return row && { userId: row.userId, sessionId: row.familyId };
  }

  async function claimsFor(row: TokenRow, policyOf: PolicyOf): Promise<AccessClaims> {
    const { jwt } = await policyOf(row.userId);
    const { principal, familyId: sessionId, authenticatedAt, expiresAt: endsAt } = row;
    return accessClaims({
      principal,
      sessionId,
      authenticatedAt,
      endsAt,
      now: clock.now(),
      // Nothing but its expiry ends it: what happens to the family shows at the next refresh.
      jwt: { ...jwt, revocation: "expiry-only" },
    });
  }

  return {
    ...mode,
    signInOf,

    async issue(principal, client, policy, options) {
      const issued = await mode.issue(principal, client, policy, options);
      const { sessionId, issuedAt, refreshToken, refreshExpiresAt = issued.expiresAt } = issued;
      if (!refreshToken) return issued;
      await table.insert({
        hash: hashOf(refreshToken),
        familyId: sessionId,
        userId: principal.userId,
        principal,
        authenticatedAt: issuedAt,
        expiresAt: refreshExpiresAt,
        firstUse: null,
      });
      return issued;
    },

    async refresh({ refreshToken }, { ip, userAgent }, policyOf) {
      if (!refreshToken) return { kind: "denied", reason: "missing" };
      const rotated = await rotate(table, refreshToken, { at: clock.now(), ip, userAgent });
      if (rotated.kind === "unknown") return { kind: "denied", reason: "unknown" };
      const { userId, familyId, expiresAt } = rotated.from;
      const event = { userId, sessionId: familyId, ip, userAgent };
      if (rotated.kind === "reused") {
        await journal({ ...event, kind: "reused", firstUse: rotated.firstUse });
        return { kind: "reused", familyId };
      }
      await journal({ ...event, kind: "refreshed", repeated: rotated.repeated });
      const claims = await claimsFor(rotated.from, policyOf);
      const credentials = {
        token: await codec.encode(claims),
        sessionId: familyId,
        issuedAt: claims.iat,
        expiresAt: claims.exp,
        refreshToken: rotated.refreshToken,
        refreshExpiresAt: expiresAt,
      };
      const verification = activeBy(claims, mode.guarantees(await policyOf(userId)));
      return { kind: "refreshed", credentials, verification };
    },

    async revoke(userId, sessionId) {
      await table.deleteFamily(sessionId);
      return mode.revoke(userId, sessionId);
    },
    async revokeAll(userId, except) {
      await table.deleteByUser(userId, except);
      return mode.revokeAll(userId, except);
    },
  };
}
