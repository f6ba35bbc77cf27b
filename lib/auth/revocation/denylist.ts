import type { Clock, SessionId } from "../contract";
import type { RevocationStore, RevocationStrategy } from "../parts";

// A list of the sign-ins that ended before their tokens did. By issuer and `sid`, never by the token or its
// hash: an ES256 signature has a twin, and one sign-in may have several access tokens alive at once.

export interface DenylistOptions {
  store: RevocationStore;
  issuer: string;
  audience: string;
  /** The longest an access token can live: from then on nothing is left to refuse, and the entry may go. */
  maxLifetimeSeconds: number;
  clock: Clock;
}

/** An entry outlives every token it is for, also one that was issued by an instance whose clock is a little ahead. */
const LEEWAY_SECONDS = 60;

/** One read a check; ending a sign-in shows on the next one. A changed role does not show by itself. */
export function createDenylist(options: DenylistOptions): RevocationStrategy {
  const { store, issuer, audience, maxLifetimeSeconds, clock } = options;
  const keyOf = (sessionId: SessionId) => JSON.stringify([issuer, audience, sessionId]);
  return {
    name: "denylist",
    guarantees: {
      revokeOne: "immediate",
      revokeAll: "immediate",
      staleClaims: "at_expiry",
      readsPerVerify: 1,
    },
    stamp: async () => ({}),
    isRevoked: ({ sid }) => store.isDenied(keyOf(sid), clock.now()),
    revoke(_userId, ended) {
      const until = new Date(clock.now().getTime() + (maxLifetimeSeconds + LEEWAY_SECONDS) * 1000);
      return store.deny(ended.map(keyOf), until);
    },
  };
}
