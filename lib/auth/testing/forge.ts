import { createHmac, createPrivateKey, sign } from "node:crypto";
import type { JWK } from "jose";
import { expect } from "vitest";
import { type AccessTokenCodec, createAccessTokenCodec } from "../codecs/jws";
import type { InactiveReason, SigningAlg } from "../contract";
import type { AccessClaims } from "../parts";
import { newId, newSessionId, newUserId } from "../random";
import { AUDIENCE, createTestClock, ISSUER, SECOND, type TestClock, testJwk, testKeyring } from "./kit";

// Signs anything at all with a genuine key, so that a refusal is the claim's or the header's doing and not
// the signature's. Uses node:crypto: an attacker does not use our library either.

/** An object becomes JSON; a string or bytes are taken as they are. */
export type Part = object | string | Buffer;

const bytesOf = (part: Part): Buffer => {
  if (Buffer.isBuffer(part)) return part;
  return Buffer.from(typeof part === "string" ? part : JSON.stringify(part));
};
export const encodePart = (part: Part): string => bytesOf(part).toString("base64url");

/** A compact JWS over exactly these parts. The key decides how it is signed, the header only what it says. */
export function forge(jwk: JWK, header: Part, payload: Part): string {
  const input = `${encodePart(header)}.${encodePart(payload)}`;
  return `${input}.${signatureOf(jwk, input).toString("base64url")}`;
}

function signatureOf(jwk: JWK, input: string): Buffer {
  if (jwk.kty === "oct") return hmac(Buffer.from(jwk.k ?? "", "base64url"), input);
  const key = createPrivateKey({ key: jwk, format: "jwk" });
  const digest = jwk.kty === "OKP" ? null : "sha256";
  return sign(digest, Buffer.from(input), { key, dsaEncoding: "ieee-p1363" });
}

export const hmac = (secret: Buffer | string, input: string): Buffer =>
  createHmac("sha256", secret).update(input).digest();

export interface TokenFixture {
  codec: AccessTokenCodec;
  clock: TestClock;
  claims: AccessClaims;
  /** Issued by the codec, good for 15 minutes. */
  genuine: string;
  /** Header and payload of `genuine`, with changes; `undefined` removes a member. */
  header(changes?: object): Record<string, unknown>;
  payload(changes?: object): Record<string, unknown>;
  /** Signed with the genuine key. */
  resign(header: Part, payload: Part): string;
  /** Asserts that the token is refused, each time, and that the genuine one passes before and after. */
  refuses(token: string, reason: InactiveReason): Promise<void>;
  accepts(token: string): Promise<AccessClaims>;
}

export function createClaims(alg: SigningAlg, now: Date, changes: Partial<AccessClaims> = {}): AccessClaims {
  const iat = new Date(Math.floor(now.getTime() / SECOND) * SECOND);
  return {
    alg,
    sub: newUserId(),
    sid: newSessionId(),
    jti: newId(),
    iat,
    exp: new Date(iat.getTime() + 900 * SECOND),
    authTime: iat,
    email: "ada@example.com",
    name: "Ada",
    role: "user",
    revocation: "expiry-only",
    ...changes,
  };
}

export async function createTokenFixture(alg: SigningAlg): Promise<TokenFixture> {
  const clock = createTestClock();
  const keyring = await testKeyring();
  const binding = { issuer: ISSUER, audience: AUDIENCE, maxLifetimeSeconds: 3600 };
  const codec = createAccessTokenCodec({ keyring, clock, ...binding });
  const claims = createClaims(alg, clock.now());
  const genuine = await codec.encode(claims);
  const [header = {}, payload = {}] = genuine
    .split(".")
    .slice(0, 2)
    .map((part): Record<string, unknown> => JSON.parse(Buffer.from(part, "base64url").toString()));

  async function accepts(token: string): Promise<AccessClaims> {
    const decoded = await codec.decode(token);
    expect(decoded).toMatchObject({ ok: true });
    return decoded.ok ? decoded.claims : claims;
  }
  return {
    codec,
    clock,
    claims,
    genuine,
    header: (changes) => ({ ...header, ...changes }),
    payload: (changes) => ({ ...payload, ...changes }),
    resign: (changedHeader, changedPayload) => forge(testJwk(alg), changedHeader, changedPayload),
    accepts,
    async refuses(token, reason) {
      expect(await accepts(genuine)).toEqual(claims);
      for (let round = 0; round < 2; round++) {
        expect(await codec.decode(token)).toEqual({ ok: false, reason });
      }
      expect(await accepts(genuine)).toEqual(claims);
    },
  };
}
