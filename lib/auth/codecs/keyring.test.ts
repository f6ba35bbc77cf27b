import { createHash } from "node:crypto";
import type { JWK } from "jose";
import { describe, expect, it } from "vitest";
import { SIGNING_ALGS } from "../names";
import { expectRefused } from "../testing/keys";
import { createJwk, testJwk, testKeyring } from "../testing/kit";
import { createKeyring, importVerificationKey } from "./keyring";

const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
const ASYMMETRIC = SIGNING_ALGS.filter((alg) => alg !== "HS256");

describe.each(SIGNING_ALGS)("a %s key", (alg) => {
  const jwk = testJwk(alg);
  const accepted = async () => expect((await createKeyring([jwk])).signingKey(alg).kid).toBe(jwk.kid);

  it("is accepted with or without use and key_ops that fit", async () => {
    for (const extra of [
      {},
      { use: "sig" },
      { key_ops: ["sign"] },
      { use: "sig", key_ops: ["sign"] },
      { ext: true },
    ]) {
      expect((await createKeyring([{ ...jwk, ...extra }])).find(jwk.kid)).toMatchObject({
        alg,
        kid: jwk.kid,
      });
    }
  });

  it("is refused without a kid that is a string, and without an alg", async () => {
    const { kid: _kid, ...noKid } = jwk;
    const { alg: _alg, ...noAlg } = jwk;
    await expectRefused([noKid], /no kid/);
    for (const kid of ["", 5, null, ["x"]]) await expectRefused([Object.assign({}, jwk, { kid })], /no kid/);
    await expectRefused([noAlg], /no alg/);
    await accepted();
  });

  it("is refused with the kid of another key", async () => {
    for (const other of SIGNING_ALGS) {
      const twin = { ...createJwk(other === "RS256" ? "HS256" : other, "x"), kid: jwk.kid ?? "" };
      await expectRefused([jwk, twin], /twice/);
    }
    await accepted();
  });

  it("is refused with an alg that does not fit it", async () => {
    const others = SIGNING_ALGS.filter((other) => other !== alg);
    const wrong = [
      ...others,
      "none",
      "HS384",
      "HS512",
      "RS384",
      "PS256",
      "ES384",
      "ES256K",
      "RSA-OAEP",
      "dir",
    ];
    for (const value of [...wrong, alg.toLowerCase() === alg ? "x" : alg.toLowerCase(), `${alg} `]) {
      await expectRefused([{ ...jwk, alg: value }], /does not fit/);
    }
    await accepted();
  });

  it("is refused when it is for encryption, or for no signature at all", async () => {
    for (const use of ["enc", "", "SIG"]) await expectRefused([{ ...jwk, use }], /use/);
    for (const key_ops of [[], ["encrypt"], ["wrapKey", "deriveKey"]]) {
      await expectRefused([{ ...jwk, key_ops }], /key_ops/);
    }
    await accepted();
  });

  it("is refused when it is of another type or curve", async () => {
    for (const changes of [
      { kty: "oct2" },
      { kty: "" },
      { crv: "P-384" },
      { crv: "secp256k1" },
      { crv: "X25519" },
    ]) {
      await expectRefused([Object.assign({}, jwk, changes)], /does not fit/);
    }
    await accepted();
  });

  it("signs first and verifies second: the first of its kind signs, all verify", async () => {
    const second = createJwk(alg, "second");
    const keyring = await createKeyring([jwk, second]);
    expect(keyring.signingKey(alg).kid).toBe(jwk.kid);
    for (const { kid } of [jwk, second]) expect(keyring.find(kid)).toMatchObject({ kid, alg });
    expect((await createKeyring([second, jwk])).signingKey(alg).kid).toBe("second");
  });

  it("cannot be taken out of the process again", async () => {
    const { signKey, verifyKey } = (await createKeyring([jwk])).signingKey(alg);
    expect(signKey.extractable).toBe(false);
    for (const format of ["jwk", "pkcs8", "raw"] as const) {
      await expect(crypto.subtle.exportKey(format, signKey)).rejects.toThrow();
    }
    expect(signKey.usages).toEqual(["sign"]);
    expect(verifyKey.usages).toEqual(["verify"]);
  });

  it("is missing when there is none: the message says which", async () => {
    const others = await createKeyring(SIGNING_ALGS.filter((other) => other !== alg).map(testJwk));
    expect(() => others.signingKey(alg)).toThrow(`There is no ${alg} key.`);
    await accepted();
  });
});

describe.each(ASYMMETRIC)("a %s pair", (alg) => {
  const jwk = testJwk(alg);

  it("is refused without its private part, which is enough to verify", async () => {
    const { d: _d, ...publicOnly } = jwk;
    await expectRefused([publicOnly], /no private part/);
    expect(await importVerificationKey(publicOnly)).toMatchObject({ alg });
  });

  it("is refused when its public part belongs to another key, or to none", async () => {
    const stranger = createJwk(alg, "stranger");
    const { n, x, y } = stranger;
    const mixed = Object.assign({}, jwk, alg === "RS256" ? { n } : alg === "ES256" ? { x, y } : { x });
    await expectRefused([mixed], /belongs to another key|cannot be imported/);
    const { n: _n, x: _x, ...incomplete } = jwk;
    await expectRefused([incomplete], /cannot be imported/);
    expect((await createKeyring([jwk, stranger])).find("stranger")).toBeDefined();
  });
});

describe("the public key set", () => {
  it("has the public members of every pair, and no HMAC key in any form", async () => {
    const { keys } = (await testKeyring()).publicJwks();
    expect(keys.map(({ alg }) => alg)).toEqual(ASYMMETRIC);
    for (const key of keys) {
      expect(key).toMatchObject({ use: "sig", kid: `key-of-${key.alg}` });
      for (const name of PRIVATE_MEMBERS) expect(key).not.toHaveProperty(name);
      expect(Object.keys(key).filter((name) => !/^(kty|crv|n|e|x|y|kid|alg|use)$/.test(name))).toEqual([]);
      expect((await importVerificationKey(key)).alg).toBe(key.alg);
    }
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(keys.length);
    const json = JSON.stringify(keys);
    const secret = testJwk("HS256").k ?? "";
    expect(json).not.toContain(secret);
    expect(json).not.toContain(createHash("sha256").update(secret).digest("base64url"));
  });

  it("tells nothing that was put beside the key", async () => {
    const jwk = { ...testJwk("ES256"), note: "secret note", "x-secret": "1", key_ops: ["sign"] };
    expect(JSON.stringify((await createKeyring([jwk])).publicJwks())).not.toMatch(/secret|sign"/);
  });

  it("an id that is no string finds no key", async () => {
    const keyring = await testKeyring();
    expect(keyring.find("key-of-ES256")).toBeDefined();
    for (const kid of ["__proto__", "constructor", "", 0, null, undefined, {}, ["key-of-ES256"]]) {
      expect(keyring.find(kid)).toBeUndefined();
    }
  });
});

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
