import type { RevocationStrategy } from "../parts";

// The strategy of most JWTs in the wild: nothing is looked up, so nothing ends a token before its `exp`.
// The methods do nothing on purpose; that they cannot is what `guarantees` says.

/** No reads, no records, no revocation before expiry (RFC 7519 §4.1.4 is all there is). */
export function createExpiryOnly(): RevocationStrategy {
  return {
    name: "expiry-only",
    guarantees: {
      revokeOne: "at_expiry",
      revokeAll: "at_expiry",
      staleClaims: "at_expiry",
      readsPerVerify: 0,
    },
    stamp: async () => ({}),
    isRevoked: async () => false,
    revoke: async () => {},
  };
}
