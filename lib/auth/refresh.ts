import { createHmac } from "node:crypto";
import type { ClientInfo, Clock, FamilyId, Held, InactiveReason, Principal } from "./contract";
import type { Atomically, FamilyRecord, Journal, RefreshTokenStore, RevocationStrategy } from "./parts";
import { REFRESH_GRACE_SECONDS } from "./policy";
import { newToken, sha256 } from "./random";

// Refresh tokens: opaque, hashed at rest, good for one use, each leading to exactly one successor. The successor
// is derived from its parent under a key of ours, not drawn: parallel requests, other tabs, other processes and
// a retry after a lost answer all get the same one, and no token has to be kept in clear for that.

export interface RefreshOptions {
  store: RefreshTokenStore;
  atomically: Atomically;
  /** 32 bytes. With it and a copy of the store one could compute live tokens; with one of them, none. */
  key: Buffer;
  audience: string;
  clock: Clock;
  /** For so long a used token still leads to its successor. */
  graceSeconds?: number | undefined;
  /** Hears of every rotation and every reuse, within their transaction. */
  journal?: Journal | undefined;
  /** Ends the access tokens of a family that is revoked for reuse, within the same transaction. */
  endAccess: RevocationStrategy["revoke"];
}

export type Exchange<T> =
  | { kind: "exchanged"; refreshToken: string; family: FamilyRecord; result: T }
  | { kind: "reused"; familyId: FamilyId }
  | { kind: "denied"; reason: InactiveReason };

export interface RefreshTokens {
  /** A token family begins with its sign-in. Returns the first token. */
  begin(family: FamilyRecord): Promise<string>;
  /**
   * One token for the next (RFC 6749 §6, RFC 9700 §4.14.2). `within` runs in the same transaction: what it reads
   * is true at the instant of the exchange.
   */
  exchange<T>(
    refreshToken: string,
    client: ClientInfo,
    within: (family: FamilyRecord, principal: Principal) => Promise<T>,
  ): Promise<Exchange<T>>;
  /** Whose it is, used or not; null for an unknown one. */
  ownerOf(held: Held): ReturnType<RefreshTokenStore["ownerOf"]>;
}

/** As `newToken` makes them; anything else is refused before it is hashed. */
const FORM = /^[A-Za-z0-9_-]{43}$/;

export function createRefreshTokens(options: RefreshOptions): RefreshTokens {
  const { store, atomically, key, audience, clock, journal, graceSeconds = REFRESH_GRACE_SECONDS } = options;

  return {
    async begin(family) {
      const token = newToken();
      await store.insert(family, sha256(token));
      return token;
    },

    async exchange(refreshToken, { ip, userAgent }, within) {
      if (!FORM.test(refreshToken)) return { kind: "denied", reason: "malformed" };
      const tokenHash = sha256(refreshToken);
      const successor = deriveSuccessor(key, tokenHash);
      const request = { tokenHash, successorHash: sha256(successor), audience, graceSeconds, ip, userAgent };
      return atomically(async () => {
        const rotation = await store.rotate({ ...request, now: clock.now() });
        if (rotation.kind === "denied") return rotation;
        if (rotation.kind === "reused") {
          const { userId, familyId, firstUse } = rotation;
          await options.endAccess(userId, [familyId]);
          await journal?.({ kind: "reused", userId, sessionId: familyId, ip, userAgent, firstUse });
          return { kind: "reused", familyId };
        }
        const { family, principal, repeated } = rotation;
        const { userId, id: sessionId } = family;
        await journal?.({ kind: "refreshed", userId, sessionId, ip, userAgent, repeated });
        return {
          kind: "exchanged",
          refreshToken: successor,
          family,
          result: await within(family, principal),
        };
      });
    },

    async ownerOf({ refreshToken }) {
      if (!refreshToken || !FORM.test(refreshToken)) return null;
      return store.ownerOf(sha256(refreshToken), audience);
    },
  };
}

/** The words in front keep this use of the key apart from any other. */
function deriveSuccessor(key: Buffer, parentHash: Buffer): string {
  return createHmac("sha256", key)
    .update("coatcheck refresh successor\0")
    .update(parentHash)
    .digest("base64url");
}

/** When a family's newest refresh token ends if nobody uses it. */
export function refreshExpiry({
  idleTimeoutSeconds,
  expiresAt,
  lastSeenAt,
}: Pick<FamilyRecord, "idleTimeoutSeconds" | "expiresAt" | "lastSeenAt">): Date {
  return new Date(Math.min(expiresAt.getTime(), lastSeenAt.getTime() + idleTimeoutSeconds * 1000));
}
