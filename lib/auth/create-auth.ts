import { createAccessTokenCodec } from "./codecs/jws";
import type { Keyring } from "./codecs/keyring";
import { createSealedCodec, SEAL_PREFIX, type SealPasswords } from "./codecs/sealed";
import type { AuthMode, Clock, ModeName, StrategyName } from "./contract";
import { AuthError } from "./errors";
import { createJwtMode } from "./jwt-mode";
import type { Journal, RevocationStrategy, Stores } from "./parts";
import { BOUNDS } from "./policy";
import { createRefreshTokens } from "./refresh";
import { createDenylist } from "./revocation/denylist";
import { createExpiryOnly } from "./revocation/expiry-only";
import { createIntrospection } from "./revocation/introspection";
import { createTokenVersion } from "./revocation/token-version";
import { createSessionMode } from "./session-mode";

// Puts the modes together. The only place that knows which modes and strategies there are.

export interface AuthOptions {
  /** The public origin of the app: `iss` of every JWT. */
  issuer: string;
  /** Who accepts these credentials. Credentials of another audience are refused in both modes. */
  audience: string;
  keyring: Keyring;
  sealPasswords: SealPasswords;
  /** The 32 bytes from which refresh successors are derived. */
  refreshKey: Buffer;
  stores: Stores;
  clock?: Clock;
  /** For so long a used refresh token still leads to its successor. Default 10. */
  refreshGraceSeconds?: number;
  /** Writes down every rotation and every reuse, in the transaction that makes it. */
  journal?: Journal;
}

export interface Auth {
  readonly modes: Readonly<Record<ModeName, AuthMode>>;
  /** Which mode a credential without a cookie name (a Bearer token) belongs to, by its form alone. */
  identify(token: string): ModeName;
}

export const systemClock: Clock = { now: () => new Date() };

/** Throws `AuthError("bad_configuration")` for seal passwords or a refresh key that are too short. */
export function createAuth(options: AuthOptions): Auth {
  const { audience, sealPasswords, stores, clock = systemClock } = options;
  if (options.refreshKey.length < 32)
    throw new AuthError("bad_configuration", "The refresh key has less than 32 bytes.");
  return {
    modes: {
      session: createSessionMode({
        codec: createSealedCodec({ passwords: sealPasswords, purpose: `session ${audience}`, clock }),
        store: stores.sessions,
        atomically: stores.atomically,
        audience,
        clock,
      }),
      jwt: jwtMode(options, clock),
    },
    identify: (token) => (token.startsWith(SEAL_PREFIX) ? "session" : "jwt"),
  };
}

function jwtMode(options: AuthOptions, clock: Clock): AuthMode {
  const { issuer, audience, keyring, stores } = options;
  const maxLifetimeSeconds = BOUNDS.accessTtlSeconds.max;
  const strategies: Record<StrategyName, RevocationStrategy> = {
    "expiry-only": createExpiryOnly(),
    denylist: createDenylist({ store: stores.revocations, issuer, audience, maxLifetimeSeconds, clock }),
    "token-version": createTokenVersion({ store: stores.revocations, audience }),
    introspection: createIntrospection({ store: stores.refreshTokens, audience, clock }),
  };
  /** All of them: older tokens of the same sign-in may have been issued under another strategy. */
  const endAccess: RevocationStrategy["revoke"] = async (userId, ended) => {
    for (const strategy of Object.values(strategies)) await strategy.revoke(userId, ended);
  };
  return createJwtMode({
    codec: createAccessTokenCodec({ keyring, issuer, audience, maxLifetimeSeconds, clock }),
    strategies,
    refreshTokens: createRefreshTokens({
      store: stores.refreshTokens,
      atomically: stores.atomically,
      key: options.refreshKey,
      audience,
      clock,
      graceSeconds: options.refreshGraceSeconds,
      journal: options.journal,
      endAccess,
    }),
    families: stores.refreshTokens,
    endAccess,
    atomically: stores.atomically,
    audience,
    clock,
  });
}
