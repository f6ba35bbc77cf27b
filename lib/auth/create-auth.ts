import { createAccessTokenCodec } from "./codecs/jws";
import type { Keyring } from "./codecs/keyring";
import { createSealedCodec, SEAL_PREFIX, type SealPasswords } from "./codecs/sealed";
import type { AuthMode, Clock, ModeName, RevocationStrategy, SessionStore } from "./contract";
import { createJwtMode } from "./jwt-mode";
import { BOUNDS } from "./policy";
import { createExpiryOnly } from "./revocation/expiry-only";
import { createSessionMode } from "./session-mode";

// Puts the modes together. The only place that knows which modes and strategies there are.

export interface AuthOptions {
  /** The public origin of the app: `iss` of every JWT. */
  issuer: string;
  /** Who accepts these credentials. Credentials of another audience are refused in both modes. */
  audience: string;
  keyring: Keyring;
  sealPasswords: SealPasswords;
  sessions: SessionStore;
  clock?: Clock;
}

export interface Auth {
  readonly modes: Readonly<Record<ModeName, AuthMode>>;
  /** Which mode a credential without a cookie name (a Bearer token) belongs to, by its form alone. */
  identify(token: string): ModeName;
}

export const MODE_NAMES = ["session", "jwt"] as const satisfies readonly ModeName[];

export function isModeName(value: unknown): value is ModeName {
  return MODE_NAMES.some((name) => name === value);
}

export const systemClock: Clock = { now: () => new Date() };

/** Throws `AuthError("bad_configuration")` for seal passwords that are too short. */
export function createAuth(options: AuthOptions): Auth {
  const { issuer, audience, keyring, sealPasswords, sessions, clock = systemClock } = options;
  const strategy: RevocationStrategy = createExpiryOnly();
  return {
    modes: {
      session: createSessionMode({
        codec: createSealedCodec({ passwords: sealPasswords, purpose: `session ${audience}`, clock }),
        store: sessions,
        audience,
        clock,
      }),
      jwt: createJwtMode({
        codec: createAccessTokenCodec({
          keyring,
          issuer,
          audience,
          maxLifetimeSeconds: BOUNDS.accessTtlSeconds.max,
          clock,
        }),
        strategy,
        clock,
      }),
    },
    identify: (token) => (token.startsWith(SEAL_PREFIX) ? "session" : "jwt"),
  };
}
