import { generateKeyPairSync, randomBytes } from "node:crypto";
import type { JWK } from "jose";
import { createKeyring, type Keyring } from "../codecs/keyring";
import type { ClientInfo, Clock, IssuePolicy, Principal, SigningAlg, StrategyName } from "../contract";
import { SIGNING_ALGS } from "../names";
import { newUserId } from "../random";

// What the tests of lib/auth share: a clock that stands still, people, policies and keys.

export interface TestClock extends Clock {
  set(instant: Date | number): void;
  advance(milliseconds: number): void;
}

/** Stands still, 250 ms after a whole second, until it is told to move. */
export function createTestClock(start = Date.UTC(2026, 0, 15, 12, 0, 0, 250)): TestClock {
  let now = start;
  return {
    now: () => new Date(now),
    set(instant) {
      now = Number(instant);
    },
    advance(milliseconds) {
      now += milliseconds;
    },
  };
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const ISSUER = "https://coatcheck.example";
export const AUDIENCE = "https://coatcheck.example/app";
export const PAIR_AUDIENCE = "https://coatcheck.example/pair";
export const SEAL_PASSWORDS = { "1": "a password of the tests, long enough for a seal" };
export const REFRESH_KEY = Buffer.alloc(32, "a refresh key of the tests");
export const CLIENT: ClientInfo = { ip: "192.0.2.7", userAgent: "Test/1.0" };

export function createPrincipal(changes: Partial<Principal> = {}): Principal {
  const userId = newUserId();
  return { userId, email: `${userId.toLowerCase()}@example.com`, name: "Ada", role: "user", ...changes };
}

export interface PolicyChanges {
  alg?: SigningAlg;
  revocation?: StrategyName;
  cacheSeconds?: number;
}

/** Half an hour of idle time and half a day in all, in both modes. */
export function createPolicy({
  alg = "ES256",
  revocation = "expiry-only",
  cacheSeconds = 0,
}: PolicyChanges = {}): IssuePolicy {
  return {
    session: { idleTimeoutSeconds: 1800, absoluteTimeoutSeconds: 43_200, cacheSeconds },
    jwt: {
      alg,
      accessTtlSeconds: 900,
      revocation,
      refreshIdleSeconds: 1800,
      refreshAbsoluteSeconds: 43_200,
    },
  };
}

/** A private JWK as the keyring wants it. */
export function createJwk(alg: SigningAlg, kid: string, rsaBits = 2048): JWK {
  if (alg === "HS256") return { kty: "oct", k: randomBytes(32).toString("base64url"), kid, alg };
  const pair = {
    RS256: () => generateKeyPairSync("rsa", { modulusLength: rsaBits }),
    ES256: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
    EdDSA: () => generateKeyPairSync("ed25519"),
  }[alg]();
  return { ...pair.privateKey.export({ format: "jwk" }), kid, alg };
}

const known = new Map<SigningAlg, JWK>();

/** This file's key of an algorithm, `kid` "key-of-<alg>"; made once, as making an RSA key takes its time. */
export function testJwk(alg: SigningAlg): JWK {
  const jwk = known.get(alg) ?? createJwk(alg, `key-of-${alg}`);
  known.set(alg, jwk);
  return jwk;
}

let keyring: Promise<Keyring> | undefined;

/** All four of them. */
export function testKeyring(): Promise<Keyring> {
  keyring ??= createKeyring(SIGNING_ALGS.map(testJwk));
  return keyring;
}
