import type { JWK } from "jose";
import { expect } from "vitest";
import { createKeyring } from "../codecs/keyring";

// How the tests of the keyring say "not this key".

/** Refused at start, with a message that names the key and the problem and shows nothing of the key. */
export async function expectRefused(jwks: JWK[], problem: RegExp): Promise<void> {
  const error: unknown = await createKeyring(jwks).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: "AuthError", code: "bad_configuration" });
  expect(String(error)).toMatch(problem);
  const secrets = jwks
    .flatMap((jwk) => [jwk.k, jwk.d, jwk.n, jwk.x])
    .filter((value) => (value?.length ?? 0) > 8);
  for (const secret of secrets) expect(String(error)).not.toContain(secret);
}
