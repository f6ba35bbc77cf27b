import type { JWK } from "jose";
import { describe, expect, it } from "vitest";
import { expectRefused } from "../testing/keys";
import { createJwk, testJwk } from "../testing/kit";
import { createKeyring, importVerificationKey } from "./keyring";

const base64url = (bytes: number) => Buffer.alloc(bytes, 7).toString("base64url");

describe("a weak key is refused", () => {
  it("an HMAC secret under 256 bits", async () => {
    const oct = (k: string): JWK => ({ kty: "oct", kid: "h", alg: "HS256", k });
    for (const bytes of [0, 1, 8, 31]) await expectRefused([oct(base64url(bytes))], /under 256 bits/);
    for (const bytes of [32, 64]) await createKeyring([oct(base64url(bytes))]);
  });

  it("an HMAC secret that is not base64url: a password, a hex string with spaces, base64 with padding", async () => {
    const { k: _k, ...none } = testJwk("HS256");
    await expectRefused([none], /no base64url/);
    for (const k of [
      "correct horse battery staple correct horse battery",
      `${base64url(33)}+/`,
      `${base64url(32)}=`,
    ]) {
      await expectRefused([{ ...testJwk("HS256"), k }], /no base64url/);
    }
  });

  it("an RSA modulus under 2048 bits, also behind leading zeros", async () => {
    const short = createJwk("RS256", "short", 1024);
    await expectRefused([short], /under 2048 bits/);
    const padded = Buffer.concat([Buffer.alloc(128), Buffer.from(short.n ?? "", "base64url")]);
    await expectRefused(
      [{ ...short, n: padded.toString("base64url") }],
      /under 2048 bits|cannot be imported/,
    );
    await expectRefused([createJwk("RS256", "almost", 2040)], /under 2048 bits/);
    await createKeyring([testJwk("RS256")]);
  });

  it("an RSA exponent but 65537: with e=1 every message is its own signature", async () => {
    const { d: _d, e: exponent = "", ...rest } = testJwk("RS256");
    for (const e of ["AQ", "Aw", "EQ", "AAEAAQ", "AQAC", "", undefined]) {
      const wrong: JWK = e === undefined ? rest : { ...rest, e };
      await expect(importVerificationKey(wrong)).rejects.toThrow(/exponent/);
    }
    await importVerificationKey({ ...rest, e: exponent });
  });

  it("a point that is not on the curve, or zero", async () => {
    const jwk = testJwk("ES256");
    for (const y of [jwk.x ?? "", Buffer.alloc(32).toString("base64url")])
      await expectRefused([{ ...jwk, y }], /cannot be imported/);
  });

  it("a member of another length or spelling than its own, or an RSA key without its primes", async () => {
    for (const alg of ["ES256", "EdDSA"] as const) {
      for (const bytes of [0, 31, 33])
        await expectRefused([{ ...testJwk(alg), d: base64url(bytes) }], /d has not 32 bytes|no private part/);
      await expectRefused([{ ...testJwk(alg), x: `${testJwk(alg).x}=` }], /x is no base64url/);
    }
    const { p: _p, ...incomplete } = testJwk("RS256");
    await expectRefused([incomplete], /cannot be imported/);
    await expectRefused([{ ...testJwk("RS256"), n: `${testJwk("RS256").n}=` }], /n is no base64url/);
  });
});
