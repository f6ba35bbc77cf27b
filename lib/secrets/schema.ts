// Owns the shape of secrets.json. Which keys are strong enough to sign with, the keyring's rules say. Messages name
// what is wrong; they never hold a value.

import { z } from "zod";
import { signingProblem } from "../auth/codecs/key-rules";
import { SIGNING_ALGS } from "../auth/names";

const text = z.string("must be a string");
const member = text.exactOptional();

/** A private signing key (RFC 7517, RFC 7518 §6, RFC 8037 §2). Members that are not listed are dropped. */
const privateJwk = z
  .object({
    kid: text.min(1, "must not be empty").max(200, "must have at most 200 characters"),
    alg: z.enum(SIGNING_ALGS, `must be one of ${SIGNING_ALGS.join(", ")}`),
    use: z.literal("sig", 'must be "sig"'),
    kty: text,
    crv: member,
    k: member,
    n: member,
    e: member,
    d: member,
    p: member,
    q: member,
    dp: member,
    dq: member,
    qi: member,
    x: member,
    y: member,
  })
  .superRefine((jwk, context) => {
    const problem = signingProblem(jwk);
    if (problem) context.addIssue({ code: "custom", message: `is refused: ${problem}` });
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
  refreshKey: text.refine((key) => isBase64urlOf(key, 32), "must be base64url of 32 bytes"),
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

/** In its one canonical spelling (RFC 7515 §2). */
function isBase64urlOf(value: string, count: number): boolean {
  const decoded = Buffer.from(value, "base64url");
  return decoded.length === count && decoded.toString("base64url") === value;
}
