import { importJWK, type JWK } from "jose";
import type { Clock, SigningAlg } from "../contract";
import { AuthError } from "../errors";
import { algorithmOf, KEY_TYPES, signingProblem, verificationProblem } from "./key-rules";

// The signing keys. One key has one algorithm and one purpose, and is refused at start when it breaks one of
// key-rules.ts (RFC 8725 §3.1, §3.5). jose is only ever given a CryptoKey: handed raw bytes it would take an 8-byte
// secret, or a PEM file as an HMAC key.

export interface VerificationKey {
  kid: string;
  alg: SigningAlg;
  verifyKey: CryptoKey;
}

export interface SigningKey extends VerificationKey {
  signKey: CryptoKey;
}

export interface Keyring {
  /** The key that signs with this algorithm: the first of its kind. Throws `bad_configuration` for none. */
  signingKey(alg: SigningAlg): SigningKey;
  /** The key of this id, if we have it and it is not retired. A lookup in a Map, nothing else. */
  find(kid: unknown): VerificationKey | undefined;
  /** RFC 7517 §5: public members only, and no secret of HMAC in any form. */
  publicJwks(): { keys: JWK[] };
}

export interface KeyringOptions {
  /** By `kid`: from this instant on the key is as if it were not there. */
  retireAt?: ReadonlyMap<string, Date>;
  /** Asked only about keys that retire. */
  clock?: Clock;
}

/**
 * Builds the keyring from private JWKs (RFC 7517). The first key of an algorithm signs, all verify; an
 * algorithm without a key can be left out. A key past its `retireAt` neither verifies nor signs nor is
 * published. Throws `AuthError("bad_configuration")` for a duplicate or missing `kid`, an unknown algorithm, a
 * key that does not fit its algorithm, a weak key, a public half that does not belong to the private one, or
 * a `retireAt` of no key.
 */
export async function createKeyring(jwks: readonly JWK[], options: KeyringOptions = {}): Promise<Keyring> {
  const byKid = new Map<string, SigningKey>();
  for (const jwk of jwks) {
    const key = await importSigningKey(jwk);
    if (byKid.has(key.kid)) throw badKey(key.kid, "its kid is used twice");
    byKid.set(key.kid, key);
  }
  const isLive = livenessOf(byKid, options);
  return {
    signingKey(alg) {
      for (const key of byKid.values()) if (key.alg === alg && isLive(key.kid)) return key;
      throw new AuthError("bad_configuration", `There is no ${alg} key.`);
    },
    find: (kid) => (typeof kid === "string" && isLive(kid) ? byKid.get(kid) : undefined),
    publicJwks: () => ({
      keys: jwks.flatMap((jwk) => (isLive(jwk.kid ?? "") ? (publicJwk(jwk) ?? []) : [])),
    }),
  };
}

/** Where nothing retires, no clock is asked: most requests look a key up. */
function livenessOf(byKid: ReadonlyMap<string, unknown>, options: KeyringOptions) {
  const { retireAt, clock = { now: () => new Date() } } = options;
  if (!retireAt || retireAt.size === 0) return () => true;
  const stray = [...retireAt.keys()].find((kid) => !byKid.has(kid));
  if (stray !== undefined) throw badKey(stray, "it is to retire, but it is not there");
  return (kid: string): boolean => {
    const instant = retireAt.get(kid)?.getTime();
    return instant === undefined || clock.now().getTime() < instant;
  };
}

/**
 * Imports the verifying half of a JWK. Throws `AuthError("bad_configuration")` unless the key is for
 * signatures (`use`, `key_ops`), of one of the four algorithms, and strong enough.
 */
export async function importVerificationKey(jwk: JWK): Promise<VerificationKey> {
  const alg = checked(jwk, verificationProblem(jwk));
  const kid = jwk.kid ?? "";
  if (alg === "HS256") return { kid, alg, verifyKey: await importSecret(jwk, "verify") };
  return { kid, alg, verifyKey: await importCryptoKey(publicMembers(jwk, alg), alg) };
}

async function importSigningKey(jwk: JWK): Promise<SigningKey> {
  checked(jwk, signingProblem(jwk));
  const verification = await importVerificationKey(jwk);
  const { alg } = verification;
  const signKey = alg === "HS256" ? await importSecret(jwk, "sign") : await importCryptoKey(jwk, alg);
  return { ...verification, signKey };
}

function checked(jwk: JWK, problem: string | null): SigningAlg {
  const alg = algorithmOf(jwk);
  if (problem !== null || !alg) throw badKey(jwk.kid || "?", problem ?? "it is of no known type");
  return alg;
}

async function importSecret(jwk: JWK, usage: "sign" | "verify"): Promise<CryptoKey> {
  const secret = Buffer.from(jwk.k ?? "", "base64url");
  return crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, [usage]);
}

async function importCryptoKey(jwk: JWK, alg: SigningAlg): Promise<CryptoKey> {
  const key = await importJWK({ ...jwk, ext: false }, alg).catch((cause: unknown) => {
    throw badKey(jwk.kid ?? "?", "it cannot be imported", cause);
  });
  if (key instanceof Uint8Array) throw badKey(jwk.kid ?? "?", "it is no key pair");
  return key;
}

function publicMembers(jwk: JWK, alg: SigningAlg): JWK {
  const names = ["kty", "crv", ...KEY_TYPES[alg].publicMembers];
  return Object.fromEntries(Object.entries(jwk).filter(([name]) => names.includes(name))) as JWK;
}

function publicJwk(jwk: JWK): JWK | undefined {
  const alg = algorithmOf(jwk);
  if (!alg || alg === "HS256" || !jwk.kid) return undefined;
  return { ...publicMembers(jwk, alg), kid: jwk.kid, alg, use: "sig" };
}

function badKey(kid: string, problem: string, cause?: unknown): AuthError {
  return new AuthError("bad_configuration", `Key ${JSON.stringify(kid)} is refused: ${problem}.`, { cause });
}
