import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import type { JWK } from "jose";
import type { SigningAlg } from "../contract";
import { SIGNING_ALGS } from "../names";

// Which keys may sign and verify. jose itself would take an 8-byte secret, a 512-bit modulus or e=1. Each function
// names the problem in a few words and shows nothing of the key. Pure.

interface KeyType {
  kty: string;
  crv?: string;
  publicMembers: readonly string[];
}

export const KEY_TYPES: Record<SigningAlg, KeyType> = {
  HS256: { kty: "oct", publicMembers: [] },
  RS256: { kty: "RSA", publicMembers: ["n", "e"] },
  ES256: { kty: "EC", crv: "P-256", publicMembers: ["x", "y"] },
  EdDSA: { kty: "OKP", crv: "Ed25519", publicMembers: ["x"] },
};

/** Members whose value is base64url of a number or of bytes (RFC 7518 §6, RFC 8037 §2). */
const BYTES = ["k", "n", "d", "p", "q", "dp", "dq", "qi", "x", "y"] as const;

/** The one algorithm a key is for: its `alg`, else the one its type allows (RFC 7518 §3.1, RFC 8037 §3.1). */
export function algorithmOf(jwk: JWK): SigningAlg | undefined {
  return SIGNING_ALGS.find((name) => {
    const type = KEY_TYPES[name];
    return jwk.kty === type.kty && jwk.crv === type.crv && (jwk.alg === undefined || jwk.alg === name);
  });
}

/** Why a key may not verify signatures; null when it may (RFC 8725 §3.5). */
export function verificationProblem(jwk: JWK): string | null {
  if (jwk.use !== undefined && jwk.use !== "sig") return `its use is "${jwk.use}", not "sig"`;
  if (jwk.key_ops !== undefined && ![jwk.key_ops].flat().some((op) => op === "verify" || op === "sign"))
    return "its key_ops allow no signature";
  const alg = algorithmOf(jwk);
  if (!alg) return `its type does not fit ${SIGNING_ALGS.join(", ")}`;
  // With e=1 every message is its own signature.
  if (alg === "RS256" && jwk.e !== "AQAB") return "its RSA exponent is not 65537";
  if (alg === "HS256" && jwk.k === undefined) return "its k is no base64url";
  for (const name of BYTES) {
    const value = jwk[name];
    if (value === undefined) continue;
    const bytes = Buffer.from(String(value), "base64url");
    // One sequence of bytes has one spelling (RFC 7515 §2).
    if (bytes.toString("base64url") !== value) return `its ${name} is no base64url`;
    if (jwk.crv && bytes.length !== 32) return `its ${name} has not 32 bytes`;
    if (name === "k" && bytes.length < 32) return "its HMAC secret is under 256 bits"; // RFC 7518 §3.2
    if (name === "n" && bitLength(bytes) < 2048) return "its RSA modulus is under 2048 bits"; // RFC 7518 §3.3
  }
  return null;
}

/** Why a key may not sign; null when it may. It has to name itself and its algorithm, and to be a whole pair. */
export function signingProblem(jwk: JWK): string | null {
  if (typeof jwk.kid !== "string" || jwk.kid === "") return "it has no kid";
  if (!jwk.alg) return "it has no alg";
  const problem = verificationProblem(jwk);
  if (problem || jwk.kty === "oct") return problem;
  return jwk.d ? pairProblem(jwk) : "it has no private part";
}

/** Leading zeros do not count: they would let a short modulus look long. */
function bitLength(number: Buffer): number {
  const first = number.findIndex((byte) => byte !== 0);
  return first < 0 ? 0 : (number.length - first) * 8 - (Math.clz32(number[first] ?? 0) - 24);
}

/** Signs and checks a word. A pair put together from two keys would sign tokens that nobody accepts. */
function pairProblem(jwk: JWK): string | null {
  const { d, p, q, dp, dq, qi, ...publicJwk } = jwk;
  const digest = jwk.kty === "OKP" ? null : "sha256";
  const word = Buffer.from("a word");
  let pair: { own: KeyObject; open: KeyObject };
  try {
    const own = createPrivateKey({ key: jwk, format: "jwk" });
    pair = { own, open: createPublicKey({ key: publicJwk, format: "jwk" }) };
  } catch {
    return "it cannot be imported";
  }
  const fits = verify(digest, word, pair.open, sign(digest, word, pair.own));
  return fits ? null : "its public part belongs to another key";
}
