// Owns how new secrets are made. All of it is synchronous, so that it can happen while a lock is held.

import { generateKeyPairSync, type JsonWebKey, randomBytes, randomUUID } from "node:crypto";
import type { SigningAlg } from "../auth/contract";

/** A private JWK, as it stands in the file. */
export interface StoredKey {
  [member: string]: unknown;
  kid: string;
  alg: SigningAlg;
}

const MAKERS: Record<SigningAlg, () => JsonWebKey> = {
  HS256: () => ({ kty: "oct", k: randomBytes(32).toString("base64url") }),
  RS256: () => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" }),
  ES256: () => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }),
  EdDSA: () => generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" }),
};

/** A private key for one algorithm, under an id that nothing else has. */
export function freshKey(alg: SigningAlg): StoredKey {
  return { ...MAKERS[alg](), kid: randomUUID(), alg, use: "sig" };
}

/** 384 random bits. */
export function freshPassword(): string {
  return randomBytes(48).toString("base64url");
}

/** 32 random bytes, as the file spells them. */
export function freshRefreshKey(): string {
  return randomBytes(32).toString("base64url");
}
