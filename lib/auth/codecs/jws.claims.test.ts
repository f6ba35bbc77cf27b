import { beforeEach, describe, expect, it } from "vitest";
import { SIGNING_ALGS, STRATEGY_NAMES } from "../names";
import { FUTURE_IAT_LEEWAY_SECONDS } from "../policy";
import { createTokenFixture, encodePart, type TokenFixture } from "../testing/forge";
import { AUDIENCE, ISSUER, PAIR_AUDIENCE, SECOND } from "../testing/kit";
import { createAccessTokenCodec } from "./jws";
import { createKeyring } from "./keyring";

// Attacks on a token's claims. Every token here has a genuine signature: what refuses it is the claim.

describe.each(SIGNING_ALGS)("the claims of a %s token", (alg) => {
  let t: TokenFixture;
  let now: number;
  beforeEach(async () => {
    t = await createTokenFixture(alg);
    now = Math.floor(t.clock.now().getTime() / SECOND);
  });
  const withClaims = (changes: object) => t.resign(t.header(), t.payload(changes));
  /** For numbers that JSON.stringify would not write. */
  const withRaw = (name: string, raw: string) =>
    t.resign(t.header(), JSON.stringify(t.payload({ [name]: "RAW" })).replace('"RAW"', raw));

  const REQUIRED = "iss aud sub exp iat jti sid auth_time email name role revocation".split(" ");

  it("are all required", async () => {
    for (const name of REQUIRED) await t.refuses(withClaims({ [name]: undefined }), "malformed");
    await t.refuses(t.resign(t.header(), {}), "malformed");
  });

  it("are refused with any other type, as are the optional ones", async () => {
    for (const name of [...REQUIRED, "nbf"]) {
      const isDate = ["exp", "iat", "nbf", "auth_time"].includes(name);
      const same = t.payload()[name] ?? now;
      const wrong = [null, true, [], [same], {}, { $eq: same }, isDate ? String(same) : 7];
      for (const value of wrong) await t.refuses(withClaims({ [name]: value }), "malformed");
    }
  });

  it("are whole seconds within what a Date can say, wherever they are instants", async () => {
    for (const name of ["exp", "iat", "nbf", "auth_time"]) {
      for (const raw of [
        "1e400",
        "-1e400",
        "-1",
        "-0.5",
        "1.5",
        `${now}.5`,
        "1e300",
        "9007199254740993",
        "0x10",
      ]) {
        await t.refuses(withRaw(name, raw), "malformed");
      }
    }
    for (const name of ["exp", "iat", "nbf", "auth_time"]) {
      expect((await t.codec.decode(withRaw(name, "9007199254740991"))).ok).toBe(false);
    }
    expect(await t.accepts(withRaw("exp", `${now + 60}.0`))).toMatchObject({
      exp: new Date((now + 60) * SECOND),
    });
  });

  it("name the issuer as client_id", async () => {
    const claims = await t.accepts(t.resign(t.header(), t.payload()));
    const [, payload = ""] = (await t.codec.encode(claims)).split(".");
    const written = JSON.parse(Buffer.from(payload, "base64url").toString());
    expect(written).toMatchObject({ iss: ISSUER, client_id: ISSUER });
  });

  it("have an empty sub, jti or sid never", async () => {
    for (const name of ["sub", "jti", "sid"]) await t.refuses(withClaims({ [name]: "" }), "malformed");
  });

  it("have a role we know", async () => {
    expect(await t.accepts(withClaims({ role: "admin" }))).toMatchObject({ role: "admin" });
    for (const role of ["Admin", "root", "", "admin,user", "user "]) {
      await t.refuses(withClaims({ role }), "malformed");
    }
  });

  it("have a revocation strategy we know, and a whole number as version if any", async () => {
    for (const revocation of STRATEGY_NAMES)
      expect(await t.accepts(withClaims({ revocation, ver: 3 }))).toMatchObject({ revocation, ver: 3 });
    for (const revocation of ["none", "", "Denylist", "expiry-only ", "__proto__", "constructor"])
      await t.refuses(withClaims({ revocation }), "malformed");
    for (const ver of ["3", -1, 1.5, null, true, [3]]) await t.refuses(withClaims({ ver }), "malformed");
  });

  it("cannot be changed by whoever holds the token: not how it is checked, nor anything else", async () => {
    const strict = withClaims({ revocation: "denylist", ver: 3 });
    await t.accepts(strict);
    const [header = "", , signature = ""] = strict.split(".");
    for (const changes of [
      { revocation: "expiry-only" },
      { revocation: "denylist", ver: 4 },
      { role: "admin" },
    ]) {
      const changed = encodePart(t.payload({ revocation: "denylist", ver: 3, ...changes }));
      await t.refuses(`${header}.${changed}.${signature}`, "bad_signature");
    }
  });

  it("name this audience as one string, and this issuer, exactly", async () => {
    const near = (value: string) => [
      `${value}/`,
      value.toUpperCase(),
      `${value} `,
      value.slice(0, -1),
      "",
      "*",
    ];
    for (const aud of [PAIR_AUDIENCE, ISSUER, ...near(AUDIENCE)]) {
      await t.refuses(withClaims({ aud }), "wrong_audience");
    }
    for (const iss of ["https://evil.example", AUDIENCE, ...near(ISSUER)]) {
      await t.refuses(withClaims({ iss }), "wrong_audience");
    }
    for (const aud of [[AUDIENCE], [AUDIENCE, "other"], []])
      await t.refuses(withClaims({ aud }), "malformed");
  });

  it("that nobody asked for change nothing", async () => {
    const extra = {
      scope: "admin",
      admin: true,
      cnf: {},
      roles: ["admin"],
      alg: "none",
      constructor: {},
      userId: "x",
    };
    expect(await t.accepts(withClaims(extra))).toEqual(t.claims);
    const proto = JSON.stringify(t.payload()).replace("{", '{"__proto__":{"role":"admin","sub":"evil"},');
    expect(await t.accepts(t.resign(t.header(), proto))).toEqual(t.claims);
    const empty = t.resign(t.header(), `{"__proto__":${JSON.stringify(t.payload())}}`);
    await t.refuses(empty, "malformed");
  });

  it("are one JSON object in UTF-8", async () => {
    const text = JSON.stringify(t.payload());
    const wrong = [
      "{",
      "null",
      "[]",
      '"x"',
      "1",
      `[${text}]`,
      `${text}x`,
      `\u{feff}${text}`,
      `${text}${text}`,
    ];
    const latin1 = Buffer.from(text.replace("Ada", "Ad\xe9"), "latin1");
    const overlong = Buffer.concat([
      Buffer.from(text.slice(0, -2)),
      Buffer.from([0xc0, 0xaf]),
      Buffer.from('"}'),
    ]);
    const surrogate = Buffer.from(text.replace("Ada", "A\u0001\u0001\u0001")).map((byte) =>
      byte === 1 ? 0xed : byte,
    );
    for (const payload of [
      ...wrong,
      latin1,
      overlong,
      Buffer.from(surrogate),
      Buffer.from(text, "utf16le"),
    ]) {
      await t.refuses(t.resign(t.header(), payload), "malformed");
    }
  });

  it("cannot be changed for the next request by whoever was handed them", async () => {
    const handed = await t.accepts(t.genuine);
    Object.assign(handed, { role: "admin", sub: "evil" });
    handed.exp.setFullYear(9999);
    expect(await t.accepts(t.genuine)).toEqual(t.claims);
  });

  it("that decode would refuse are not signed in the first place", async () => {
    const tooLong = { ...t.claims, name: "x".repeat(4000) };
    const tooLasting = { ...t.claims, exp: new Date(Number(t.claims.iat) + 3601 * SECOND) };
    for (const claims of [tooLong, tooLasting]) {
      await expect(t.codec.encode(claims)).rejects.toMatchObject({ code: "bad_configuration" });
    }
    const largest = { ...t.claims, name: "\u0001".repeat(200), email: `${"e".repeat(242)}@example.com` };
    expect(await t.accepts(await t.codec.encode(largest))).toEqual(largest);
  });

  it("need a key to be signed with, and the message says which", async () => {
    const keyring = await createKeyring([]);
    const options = { keyring, issuer: ISSUER, audience: AUDIENCE, maxLifetimeSeconds: 900, clock: t.clock };
    const codec = createAccessTokenCodec(options);
    await expect(codec.encode(t.claims)).rejects.toThrow(`There is no ${alg} key.`);
    expect(await codec.decode(t.genuine)).toEqual({ ok: false, reason: "bad_signature" });
    await t.accepts(t.genuine);
  });

  it("that are instants end the token at exp, to the millisecond and without leeway", async () => {
    const token = withClaims({ exp: now + 60 });
    t.clock.set((now + 60) * SECOND - 1);
    await t.accepts(token);
    t.clock.set((now + 60) * SECOND);
    await t.refuses(token, "expired");
    await t.refuses(withClaims({ exp: 0, iat: 0 }), "expired");
    await t.refuses(withClaims({ exp: now - 1 }), "expired");
  });

  it("that are instants may lie in the future by the leeway and no more, and pass once their time has come", async () => {
    for (const name of ["iat", "nbf", "auth_time"]) {
      await t.accepts(withClaims({ [name]: now + FUTURE_IAT_LEEWAY_SECONDS }));
      const early = withClaims({ [name]: now + FUTURE_IAT_LEEWAY_SECONDS + 1 });
      await t.refuses(early, "not_yet_valid");
      t.clock.advance(SECOND);
      await t.accepts(early);
      t.clock.advance(-SECOND);
      await t.refuses(early, "not_yet_valid");
    }
    await t.refuses(withClaims({ iat: now + 1e6, exp: now + 1e6 + 60 }), "not_yet_valid");
  });

  it("that are instants grant no longer life than is configured, whoever signed it", async () => {
    const iat = now - 60;
    await t.accepts(withClaims({ iat, exp: iat + 3600 }));
    await t.refuses(withClaims({ iat, exp: iat + 3601 }), "malformed");
    await t.refuses(withClaims({ iat: 0, exp: now + 60 }), "malformed");
    await t.refuses(withClaims({ exp: 8_640_000_000_000 }), "malformed");
  });

  it("that are instants are remembered with the signature, but time, audience and issuer are asked again every time", async () => {
    expect(await t.accepts(t.genuine)).toEqual(t.claims);
    t.clock.set(t.claims.exp);
    for (let round = 0; round < 2; round++) {
      expect(await t.codec.decode(t.genuine)).toEqual({ ok: false, reason: "expired" });
    }
    t.clock.set(Number(t.claims.iat) - 60 * SECOND);
    expect(await t.codec.decode(t.genuine)).toEqual({ ok: false, reason: "not_yet_valid" });
    t.clock.set(t.claims.iat);
    expect(await t.accepts(t.genuine)).toEqual(t.claims);
  });
});
