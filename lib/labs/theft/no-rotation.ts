import "server-only";
import { createAuth } from "@/lib/auth/create-auth";
import type { RefreshTokenStore } from "@/lib/auth/parts";
import { freshPassword, freshRefreshKey } from "@/lib/secrets/fresh";
import type { Decorate } from "../engine/world/world";
import { NO_ROTATION } from "./lanes";

// Refresh tokens as many servers have them: one for the whole sign-in, good as often as it is shown. The real core
// over a store that never marks a token as used; it serves one lane of this lab. NOT FOR USE: whoever copies such a
// token shares the sign-in to its end, and nobody can tell.

export const withoutRotation: Decorate = (mode, { spec, ...parts }) => {
  if (spec.id !== NO_ROTATION) return mode;
  const { modes } = createAuth({
    ...parts,
    stores: { ...parts.stores, refreshTokens: reusable(parts.stores.refreshTokens) },
    // Keys of its own: what they make is used in this lane only.
    sealPasswords: { "1": freshPassword() },
    refreshKey: Buffer.from(freshRefreshKey(), "base64url"),
  });
  const core = modes[spec.mode];
  return {
    ...core,
    guarantees: (policy) => ({ ...core.guarantees(policy), detectsReuse: false }),
    async refresh(held, client, policyOf) {
      const result = await core.refresh(held, client, policyOf);
      if (result.kind !== "refreshed" || held.refreshToken === null) return result;
      return { ...result, credentials: { ...result.credentials, refreshToken: held.refreshToken } };
    },
  };
};

/** As with rotation, but a token is never marked as used. */
function reusable(store: RefreshTokenStore): RefreshTokenStore {
  return {
    ...store,
    async rotate({ tokenHash, audience, now }) {
      const owner = await store.ownerOf(tokenHash, audience);
      const found = owner && (await store.find(owner.sessionId, now, owner.userId));
      if (!found) return { kind: "denied", reason: "unknown" };
      if (found.family.revokedAt) return { kind: "denied", reason: "revoked" };
      if (found.disabled) return { kind: "denied", reason: "user_disabled" };
      return { kind: "rotated", repeated: false, ...found };
    },
  };
}
