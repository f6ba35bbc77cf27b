// Owns the shape of secrets.json: which keys are strong enough to sign with. jose would take an 8-byte HMAC
// key, a 512-bit modulus or e=1, so nothing that this schema has not passed may reach it.
// Messages name what is wrong; they never hold a value.

import { createPrivateKey, createPublicKey, type JsonWebKey, sign, verify } from "node:crypto";
import { z } from "zod";
import { SIGNING_ALGS } from "../auth/policy";

/** Base64url in its one canonical spelling (RFC 7515 §2), by the number of bytes it must hold. */
function bytes(accepts: (length: number) => boolean, takes: string) {
  return z.string(`must be base64url of ${takes}`).refine(
    (text) => {
      const decoded = Buffer.from(text, "base64url");
      return decoded.toString("base64url") === text && accepts(decoded.length);
    },
    { error: `must be base64url of ${takes}` },
  );
}

const exactly = (count: number) => bytes((length) => length === count, `${count} bytes`);
const some = bytes((length) => length > 0, "at least one byte");
const modulus = some.refine((text) => bitLength(Buffer.from(text, "base64url")) >= 2048, {
  error: "must have at least 2048 bits",
});

const common = {
  kid: z.string("must be a string").min(1, "must not be empty").max(200, "must have at most 200 characters"),
  use: z.literal("sig", 'must be "sig"'),
};
const kty = <T extends string>(type: T) => z.literal(type, `must be "${type}" for this alg`);
const crv = <T extends string>(curve: T) => z.literal(curve, `must be "${curve}" for this alg`);

/** A private signing key (RFC 7517, RFC 7518 §6, RFC 8037 §2). Members that are not listed are dropped. */
const privateJwk = z
  .discriminatedUnion(
    "alg",
    [
      z.object({
        ...common,
        alg: z.literal("HS256"),
        kty: kty("oct"),
        k: bytes((length) => length >= 32, "at least 32 bytes"),
      }),
      z.object({
        ...common,
        alg: z.literal("RS256"),
        kty: kty("RSA"),
        n: modulus,
        e: z.literal("AQAB", "must be AQAB (65537)"),
        ...{ d: some, p: some, q: some, dp: some, dq: some, qi: some },
      }),
      z.object({
        ...common,
        alg: z.literal("ES256"),
        kty: kty("EC"),
        crv: crv("P-256"),
        ...{ x: exactly(32), y: exactly(32), d: exactly(32) },
      }),
      z.object({
        ...common,
        alg: z.literal("EdDSA"),
        kty: kty("OKP"),
        crv: crv("Ed25519"),
        ...{ x: exactly(32), d: exactly(32) },
      }),
    ],
    { error: `alg must be one of ${SIGNING_ALGS.join(", ")}` },
  )
  .refine((jwk) => jwk.kty === "oct" || publicHalfFits(jwk), {
    error: "its public and private members do not belong together",
  });

export type PrivateJwk = z.infer<typeof privateJwk>;

const keys = z.array(privateJwk).superRefine((list, context) => {
  const kids = list.map((jwk) => jwk.kid);
  const twice = list.findIndex((jwk, index) => kids.indexOf(jwk.kid) !== index);
  if (twice >= 0) {
    context.addIssue({ code: "custom", path: [twice, "kid"], message: "is used by an earlier key too" });
  }
  const absent = SIGNING_ALGS.filter((alg) => !list.some((jwk) => jwk.alg === alg));
  if (absent.length > 0) {
    context.addIssue({ code: "custom", path: [], message: `must hold a key for ${absent.join(", ")}` });
  }
});

/** Seconds since 1970 (NumericDate), to the year 9999; milliseconds are past that and refused. */
const instants = z.record(
  z.string(),
  z
    .int("must be whole seconds since 1970")
    .min(0, "must be whole seconds since 1970")
    .max(253_402_300_799, "must be whole seconds since 1970, not milliseconds"),
  "must be an object",
);

/** When keys and passwords stop counting. Strict: a misspelt member would keep a key for ever. */
const retireAt = z.strictObject(
  { keys: instants.optional(), sealPasswords: instants.optional() },
  { error: "takes keys and sealPasswords" },
);

const shape = z.object({
  sealPasswords: z
    .record(
      z.string().regex(/^[1-9]\d{0,8}$/, "must be named by a whole number"),
      z.string("must be a string").min(32, "must have at least 32 characters"),
    )
    .refine((passwords) => Object.keys(passwords).length > 0, { error: "must hold at least one password" }),
  refreshKey: exactly(32),
  jwks: z.object({ keys }),
  retireAt: retireAt.optional(),
});

export const secretsSchema = shape.superRefine(({ sealPasswords, jwks, retireAt }, context) => {
  const refuse = (part: string, name: string, problem: string) =>
    context.addIssue({ code: "custom", path: ["retireAt", part, name], message: problem });
  for (const kid of Object.keys(retireAt?.keys ?? {})) {
    const key = jwks.keys.find((jwk) => jwk.kid === kid);
    const signs = key && jwks.keys.find((jwk) => jwk.alg === key.alg) === key;
    if (!key) refuse("keys", kid, "is the instant of no key");
    // The first of an algorithm must outlive the others: once it was gone, an older one would sign again.
    if (signs) refuse("keys", kid, `must not retire the key that signs ${key.alg}`);
  }
  for (const id of Object.keys(retireAt?.sealPasswords ?? {})) {
    if (!Object.hasOwn(sealPasswords, id)) refuse("sealPasswords", id, "is the instant of no password");
    else if (Number(id) === highestId(sealPasswords))
      refuse("sealPasswords", id, "must not retire the password that seals");
  }
});

/** The password that seals: iron-session compares the ids as numbers. */
export function highestId(sealPasswords: Readonly<Record<string, unknown>>): number {
  return Math.max(...Object.keys(sealPasswords).map(Number));
}

/** Leading zeros do not count: they would let a short modulus look long. */
function bitLength(number: Buffer): number {
  const first = number.findIndex((byte) => byte !== 0);
  return first < 0 ? 0 : (number.length - first) * 8 - (Math.clz32(number[first] ?? 0) - 24);
}

/** Signs and checks a word. A copied-together key would sign tokens that nobody, we included, accepts. */
function publicHalfFits(jwk: JsonWebKey): boolean {
  const { d, p, q, dp, dq, qi, ...publicJwk } = jwk;
  const digest = jwk.kty === "OKP" ? null : "sha256";
  try {
    const word = Buffer.from("coatcheck");
    const signature = sign(digest, word, createPrivateKey({ key: jwk, format: "jwk" }));
    return verify(digest, word, createPublicKey({ key: publicJwk, format: "jwk" }), signature);
  } catch {
    return false;
  }
}
