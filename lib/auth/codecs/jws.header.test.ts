import { createPublicKey } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { SIGNING_ALGS } from "../names";
import { createTokenFixture, encodePart, forge, hmac, type TokenFixture } from "../testing/forge";
import { createJwk, testJwk, testKeyring } from "../testing/kit";

// Attacks on a token's form, header and key, most of them with a genuine signature.

describe.each(SIGNING_ALGS)("the header of a %s token", (alg) => {
  let t: TokenFixture;
  beforeEach(async () => {
    t = await createTokenFixture(alg);
  });

  it("is accepted as we write it, and the forge signs as we do", async () => {
    expect(t.header()).toEqual({ alg, kid: `key-of-${alg}`, typ: "at+jwt" });
    expect(await t.accepts(t.resign(t.header(), t.payload()))).toEqual(t.claims);
  });

  it("never makes a token pass without a signature, however it spells none", async () => {
    for (const none of ["none", "None", "NONE", "nOnE", "none ", "", "null"]) {
      for (const header of [t.header({ alg: none }), { alg: none }, { alg: none, typ: "at+jwt" }]) {
        const input = `${encodePart(header)}.${encodePart(t.payload())}`;
        await t.refuses(`${input}.`, "malformed");
        await t.refuses(`${input}.${t.genuine.split(".")[2]}`, "bad_signature");
      }
      await t.refuses(t.resign(t.header({ alg: none }), t.payload()), "bad_signature");
    }
  });

  it("names the algorithm of its key exactly: no other, no other case, no other type", async () => {
    const others = SIGNING_ALGS.filter((other) => other !== alg);
    const wrong = [...others, alg.toLowerCase() === alg ? alg.toUpperCase() : alg.toLowerCase(), ` ${alg}`];
    wrong.push("HS384", "HS512", "RS512", "PS256", "ES384", "ES256K", "Ed25519", "RS1", "dir", "A128KW");
    for (const value of [...wrong, undefined, null, 256, true, [alg], { alg }]) {
      await t.refuses(t.resign(t.header({ alg: value }), t.payload()), "bad_signature");
    }
  });

  it("does not make a key's public bytes a secret (RFC 8725 §2.1)", async () => {
    const keyring = await testKeyring();
    const { verifyKey } = keyring.signingKey(alg);
    const jwk = keyring.publicJwks().keys.find(({ kid }) => kid === `key-of-${alg}`);
    const secrets: (string | Buffer)[] = [
      "",
      "\0".repeat(32),
      alg,
      `key-of-${alg}`,
      JSON.stringify(jwk) ?? "secret",
    ];
    if (verifyKey.type === "public") {
      const publicKey = createPublicKey({ key: testJwk(alg), format: "jwk" });
      const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
      secrets.push(publicKey.export({ type: "spki", format: "der" }), pem, pem.trim());
      secrets.push(Buffer.from(String(jwk?.n ?? jwk?.x), "base64url"));
    }
    for (const secret of secrets) {
      for (const kid of [`key-of-${alg}`, "key-of-HS256"]) {
        const input = `${encodePart(t.header({ alg: "HS256", kid }))}.${encodePart(t.payload())}`;
        await t.refuses(`${input}.${hmac(secret, input).toString("base64url")}`, "bad_signature");
      }
    }
  });

  it("finds its key by an exact kid and nothing else", async () => {
    const kids = ["unknown", "", "__proto__", "constructor", "toString", "hasOwnProperty", `KEY-OF-${alg}`];
    kids.push(
      `key-of-${alg}\0`,
      `key-of-${alg} `,
      "../../dev/null",
      "' OR 1=1 --",
      "https://evil.example/key",
    );
    for (const kid of [...kids, 0, 1, null, true, undefined, [`key-of-${alg}`], { kid: `key-of-${alg}` }]) {
      await t.refuses(t.resign(t.header({ kid }), t.payload()), "bad_signature");
    }
    const proto = `{"alg":"${alg}","typ":"at+jwt","__proto__":{"kid":"key-of-${alg}"}}`;
    await t.refuses(t.resign(proto, t.payload()), "bad_signature");
  });

  it("a token of somebody else's key is refused under every kid we know", async () => {
    const theirs = createJwk(alg, "theirs");
    for (const other of SIGNING_ALGS) {
      await t.refuses(forge(theirs, t.header({ kid: `key-of-${other}` }), t.payload()), "bad_signature");
    }
    await t.refuses(forge(testJwk(alg), t.header({ kid: "theirs" }), t.payload()), "bad_signature");
  });

  it("brings no key, no address of a key, no encoding and no critical extension of its own", async () => {
    const { d: _private, ...jwk } = createJwk("ES256", "theirs");
    const extras = {
      crit: [["exp"], ["b64"], [], "exp", null],
      b64: [false, true, "false"],
      jku: ["https://evil.example/jwks"],
      jwk: [jwk, null],
      x5u: ["https://evil.example/cert"],
      x5c: [["MIIB"], []],
      zip: ["DEF"],
      enc: ["A128GCM"],
    };
    for (const [name, values] of Object.entries(extras)) {
      for (const value of values) {
        await t.refuses(t.resign(t.header({ [name]: value }), t.payload()), "malformed");
      }
    }
    await t.refuses(
      forge(createJwk("ES256", "x"), { alg: "ES256", typ: "at+jwt", jwk }, t.payload()),
      "malformed",
    );
  });

  it("a member that means nothing to us is ignored", async () => {
    const extra = { cty: "x", x5t: "x", "x5t#S256": "x", nonce: "x", constructor: "x" };
    expect(await t.accepts(t.resign(t.header(extra), t.payload()))).toEqual(t.claims);
  });

  it("says at+jwt in any case, with or without application/, and nothing else (RFC 9068 §4)", async () => {
    for (const typ of ["AT+JWT", "At+Jwt", "application/at+jwt", "Application/AT+JWT"]) {
      expect(await t.accepts(t.resign(t.header({ typ }), t.payload()))).toEqual(t.claims);
    }
    const wrong = ["JWT", "jwt", "", "at+jwt ", "rt+jwt", "id+jwt", "dpop+jwt", "logout+jwt", "text/at+jwt"];
    for (const typ of [...wrong, undefined, null, 1, ["at+jwt"], { toString: "at+jwt" }]) {
      await t.refuses(t.resign(t.header({ typ }), t.payload()), "wrong_type");
    }
  });

  it("is one JSON object in UTF-8", async () => {
    const text = JSON.stringify(t.header());
    const wrong = [
      "",
      "{",
      "null",
      "[]",
      '"x"',
      "1",
      `[${text}]`,
      `${text}x`,
      `\u{feff}${text}`,
      `${text}\0`,
    ];
    const bytes = [
      Buffer.from([0xff]),
      Buffer.from(text, "utf16le"),
      Buffer.from(text.replace(alg, "\xe9"), "latin1"),
    ];
    for (const header of [...wrong, ...bytes]) await t.refuses(t.resign(header, t.payload()), "malformed");
  });

  it("of duplicate members the last counts, in the header as in the claims", async () => {
    const twice = (part: object, name: string, first: unknown) =>
      `{${JSON.stringify(name)}:${JSON.stringify(first)},${JSON.stringify(part).slice(1)}`;
    const both = t.resign(twice(t.header(), "alg", "none"), twice(t.payload(), "role", "admin"));
    expect((await t.accepts(both)).role).toBe("user");
    const lastWrong = JSON.stringify(t.header()).replace(/}$/, ',"alg":"none"}');
    await t.refuses(t.resign(lastWrong, t.payload()), "bad_signature");
  });
});
