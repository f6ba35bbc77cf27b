import type { Clock } from "../contract";
import type { RefreshTokenStore, RevocationStrategy } from "../parts";

// Asks the row behind the token at every check (in the spirit of RFC 7662). It ends the argument "a JWT saves
// the lookup": this is a database session that carries a signature.

export interface IntrospectionOptions {
  store: RefreshTokenStore;
  audience: string;
  clock: Clock;
}

/**
 * One read a check. Everything shows on the next one: an ended sign-in, a disabled account, and claims that are
 * no longer true, which are refused so that a refresh brings the true ones.
 */
export function createIntrospection({ store, audience, clock }: IntrospectionOptions): RevocationStrategy {
  return {
    name: "introspection",
    guarantees: {
      revokeOne: "immediate",
      revokeAll: "immediate",
      staleClaims: "immediate",
      readsPerVerify: 1,
    },
    stamp: async () => ({}),
    async isRevoked({ sid, sub, role, name, email }) {
      const found = await store.find(sid, clock.now(), sub);
      if (!found || found.disabled || found.family.revokedAt) return true;
      if (found.family.userId !== sub || found.family.audience !== audience) return true;
      const { principal } = found;
      return principal.role !== role || principal.name !== name || principal.email !== email;
    },
    // The store of token families, where the sign-in has just been ended, is all that is asked.
    revoke: async () => {},
  };
}
