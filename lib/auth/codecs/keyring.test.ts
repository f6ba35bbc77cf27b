import { createHash } from "node:crypto";
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
