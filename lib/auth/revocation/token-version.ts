import type { RevocationStore, RevocationStrategy } from "../parts";

// One number a person. A token carries the number of the moment it was issued and is refused once it is lower,
// so ending one sign-in refuses the access tokens of all: the others fetch a new one with their refresh token.

export interface TokenVersionOptions {
  store: RevocationStore;
  audience: string;
}

/** One read a check; ending a sign-in shows on the next one. A changed role does not show by itself. */
export function createTokenVersion({ store, audience }: TokenVersionOptions): RevocationStrategy {
  return {
    name: "token-version",
    guarantees: {
      revokeOne: "immediate",
      revokeAll: "immediate",
      staleClaims: "at_expiry",
      readsPerVerify: 1,
    },
    stamp: async (userId) => ({ ver: await store.version(userId, audience) }),
    // A token without a version was not stamped by us, so there is nothing it could be equal to.
    isRevoked: async ({ sub, ver }) => ver !== (await store.version(sub, audience)),
    async revoke(userId) {
      await store.bumpVersion(userId, audience);
    },
  };
}
