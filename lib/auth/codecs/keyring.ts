import { CompactSign, compactVerify, importJWK, type JWK } from "jose";
import type { Clock, SigningAlg } from "../contract";
import { AuthError } from "../errors";
import { SIGNING_ALGS } from "../policy";

// The signing keys. One key has one algorithm and one purpose, and is refused at start when it is weak,
// ambiguous or meant for something else (RFC 8725 §3.1, §3.5). jose is only ever given a CryptoKey: handed
// raw bytes it would take an 8-byte secret, or a PEM file as an HMAC key.

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

interface KeyType {
  kty: string;
  crv?: string;
  publicMembers: readonly string[];
}

const KEY_TYPES: Record<SigningAlg, KeyType> = {
  HS256: { kty: "oct", publicMembers: [] },
  RS256: { kty: "RSA", publicMembers: ["n", "e"] },
  ES256: { kty: "EC", crv: "P-256", publicMembers: ["x", "y"] },
  EdDSA: { kty: "OKP", crv: "Ed25519", publicMembers: ["x"] },
};

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
  const alg = algorithmOf(jwk);
  const kid = jwk.kid ?? "";
  if (alg === "HS256") return { kid, alg, verifyKey: await importSecret(jwk, "verify") };
  const verifyKey = await importCryptoKey(publicMembers(jwk, alg), alg);
  if (alg === "RS256") checkModulus(verifyKey, kid);
  return { kid, alg, verifyKey };
}

async function importSigningKey(jwk: JWK): Promise<SigningKey> {
  if (typeof jwk.kid !== "string" || jwk.kid === "") throw badKey("?", "it has no kid");
  if (!jwk.alg) throw badKey(jwk.kid, "it has no alg");
  const verification = await importVerificationKey(jwk);
  if (verification.alg === "HS256") return { ...verification, signKey: await importSecret(jwk, "sign") };
  if (!jwk.d) throw badKey(jwk.kid, "it has no private part");
  const key = { ...verification, signKey: await importCryptoKey(jwk, verification.alg) };
  await checkPair(key);
  return key;
}

/** Not every import notices a public half of another key; found here, nobody is signed in with it. */
async function checkPair({ kid, alg, signKey, verifyKey }: SigningKey): Promise<void> {
  const probe = await new CompactSign(new Uint8Array(1)).setProtectedHeader({ alg }).sign(signKey);
  await compactVerify(probe, verifyKey, { algorithms: [alg] }).catch((cause: unknown) => {
    throw badKey(kid, "its public part belongs to another key", cause);
  });
}

/** The one algorithm a key is for: its `alg`, else the one its type allows (RFC 7518 §3.1, RFC 8037 §3.1). */
function algorithmOf(jwk: JWK): SigningAlg {
  const kid = jwk.kid ?? "?";
  if (jwk.use !== undefined && jwk.use !== "sig") throw badKey(kid, `its use is "${jwk.use}", not "sig"`);
  if (jwk.key_ops !== undefined && ![jwk.key_ops].flat().some((op) => op === "verify" || op === "sign"))
    throw badKey(kid, "its key_ops allow no signature");
  const alg = SIGNING_ALGS.find((name) => {
    const type = KEY_TYPES[name];
    return jwk.kty === type.kty && jwk.crv === type.crv && (jwk.alg === undefined || jwk.alg === name);
  });
  if (!alg) throw badKey(kid, `its type does not fit ${SIGNING_ALGS.join(", ")}`);
  // With e=1 every message is its own signature.
  if (alg === "RS256" && jwk.e !== "AQAB") throw badKey(kid, "its RSA exponent is not 65537");
  return alg;
}

/** RFC 7518 §3.3: 2048 bits or more. Asked of the imported key: leading zeros make `n` longer, not stronger. */
function checkModulus({ algorithm }: CryptoKey, kid: string): void {
  const bits = "modulusLength" in algorithm ? Number(algorithm.modulusLength) : 0;
  if (bits < 2048) throw badKey(kid, "its RSA modulus is under 2048 bits");
}

/** RFC 7518 §3.2: a key at least as long as the hash, 256 bits. */
async function importSecret(jwk: JWK, usage: "sign" | "verify"): Promise<CryptoKey> {
  const secret = Buffer.from(jwk.k ?? "", "base64url");
  if (secret.toString("base64url") !== jwk.k) throw badKey(jwk.kid ?? "?", "its HMAC secret is no base64url");
  if (secret.length < 32) throw badKey(jwk.kid ?? "?", "its HMAC secret is under 256 bits");
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
  if (alg === "HS256" || !jwk.kid) return undefined;
  return { ...publicMembers(jwk, alg), kid: jwk.kid, alg, use: "sig" };
}

function badKey(kid: string, problem: string, cause?: unknown): AuthError {
  return new AuthError("bad_configuration", `Key ${JSON.stringify(kid)} is refused: ${problem}.`, { cause });
}
