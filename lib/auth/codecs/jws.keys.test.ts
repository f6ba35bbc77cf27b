import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { Role } from "../contract";
import { SIGNING_ALGS } from "../names";
import type { AccessClaims } from "../parts";
import { createClaims, createTokenFixture, forge, type TokenFixture } from "../testing/forge";
import { AUDIENCE, createJwk, createTestClock, ISSUER, testJwk } from "../testing/kit";
import { createTrace } from "../trace";
import { createAccessTokenCodec } from "./jws";
import { createKeyring } from "./keyring";

// Keys that come and go, signatures with a twin, and whatever fast-check thinks of.

/** UTF-16 units of every kind: control characters, halves of a pair, marks of direction. */
const anyText = (maxLength: number) =>
  fc.array(fc.nat({ max: 0xffff }), { maxLength }).map((units) => String.fromCharCode(...units));

async function codecWith(...jwks: Parameters<typeof createKeyring>[0]) {
  const [keyring, clock] = [await createKeyring(jwks), createTestClock()];
  return createAccessTokenCodec({
    keyring,
    clock,
    issuer: ISSUER,
    audience: AUDIENCE,
    maxLifetimeSeconds: 3600,
  });
}

describe.each(SIGNING_ALGS)("a %s token", (alg) => {
  let t: TokenFixture;
  beforeEach(async () => {
    t = await createTokenFixture(alg);
  });

  it("of the old key passes while the old key is kept, and not once it is removed", async () => {
    const [oldKey, newKey] = [testJwk(alg), createJwk(alg, "new")];
    const rotating = await codecWith(newKey, oldKey);
    expect(await rotating.decode(t.genuine)).toEqual({ ok: true, claims: t.claims });
    const fresh = await rotating.encode(t.claims);
    expect(Buffer.from(fresh.split(".")[0] ?? "", "base64url").toString()).toContain('"kid":"new"');

    const rotated = await codecWith(newKey);
    expect(await rotated.decode(t.genuine)).toEqual({ ok: false, reason: "bad_signature" });
    expect(await rotated.decode(fresh)).toEqual({ ok: true, claims: t.claims });
    expect(await rotating.decode(t.genuine)).toEqual({ ok: true, claims: t.claims });
  });

  it("is refused under another key that took over its kid", async () => {
    const impostor = await codecWith(createJwk(alg, `key-of-${alg}`));
    await t.accepts(t.genuine);
    expect(await impostor.decode(t.genuine)).toEqual({ ok: false, reason: "bad_signature" });
  });

  it("is checked once and then remembered by its exact bytes; a refused one is checked again", async () => {
    const outcome = async (token: string) => {
      const trace = createTrace();
      await t.codec.decode(token, { trace });
      return trace.steps[0]?.outcome;
    };
    const forged = forge(createJwk(alg === "RS256" ? "ES256" : alg, "x"), t.header(), t.payload());
    expect([await outcome(t.genuine), await outcome(t.genuine)]).toEqual(["ok", "remembered"]);
    expect([await outcome(forged), await outcome(forged)]).toEqual(["bad_signature", "bad_signature"]);
    expect(await outcome(`${t.genuine}A`)).not.toBe("remembered");
  });

  it("with any one character changed is refused", async () => {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ";
    await t.accepts(t.genuine);
    for (let at = 0; at < t.genuine.length; at++) {
      const offset = (at * 31) % alphabet.length;
      const changed =
        alphabet[offset] === t.genuine[at] ? alphabet[offset + 1 - 2 * Number(offset > 0)] : alphabet[offset];
      const token = t.genuine.slice(0, at) + changed + t.genuine.slice(at + 1);
      expect(token).not.toBe(t.genuine);
      expect(await t.codec.decode(token), `at ${at}`).toMatchObject({ ok: false });
    }
    await t.accepts(t.genuine);
  });

  it("with characters changed, cut, doubled or put elsewhere is refused or byte-equal", async () => {
    const place = fc.nat({ max: t.genuine.length });
    await fc.assert(
      fc.asyncProperty(place, place, anyText(4), async (from, to, between) => {
        const token = t.genuine.slice(0, from) + between + t.genuine.slice(to);
        expect((await t.codec.decode(token)).ok).toBe(token === t.genuine);
      }),
      { numRuns: 150 },
    );
  });

  it("of any claims comes back as it was, whatever the person is called", async () => {
    const text = anyText(60);
    const role = fc.constantFrom<Role>("user", "admin");
    const names = fc.record({
      name: text,
      email: text,
      role,
      jti: fc.string({ minLength: 1, maxLength: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(names, async (changes) => {
        const claims: AccessClaims = createClaims(alg, t.clock.now(), changes);
        expect(await t.codec.decode(await t.codec.encode(claims))).toEqual({ ok: true, claims });
      }),
      { numRuns: 60 },
    );
  });
});

it("random strings never pass and never throw, nor do random parts", async () => {
  const t = await createTokenFixture("HS256");
  const part = fc.oneof(
    fc.base64String(),
    fc.json().map((text) => Buffer.from(text).toString("base64url")),
  );
  const parts = fc.array(part, { maxLength: 5 }).map((all) => all.join("."));
  await fc.assert(
    fc.asyncProperty(fc.oneof(anyText(200), parts), async (token) => {
      expect(["malformed", "bad_signature"]).toContain(
        await t.codec.decode(token).then((d) => !d.ok && d.reason),
      );
    }),
    { numRuns: 500 },
  );
  await t.accepts(t.genuine);
});

it("a genuine signature over random JSON never throws, and passes only when the claims fit", async () => {
  const t = await createTokenFixture("HS256");
  const name = fc.constantFrom("exp", "iat", "sub", "aud", "role");
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 3 }), name, async (value, changed) => {
      expect((await t.codec.decode(t.resign(t.header(), JSON.stringify(value)))).ok).toBe(false);
      const fits = changed === "sub" && typeof value === "string" && value !== "";
      expect((await t.codec.decode(t.resign(t.header(), t.payload({ [changed]: value })))).ok).toBe(fits);
    }),
    { numRuns: 200 },
  );
  await t.accepts(t.genuine);
});

it("the ES256 twin (r, n−s) verifies as well, with the same sid and jti: so revocation goes by those", async () => {
  const t = await createTokenFixture("ES256");
  const order = BigInt("0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
  const [header, payload, signature = ""] = t.genuine.split(".");
  const raw = Buffer.from(signature, "base64url");
  const s = BigInt(`0x${raw.subarray(32).toString("hex")}`);
  const twinS = Buffer.from((order - s).toString(16).padStart(64, "0"), "hex");
  const twin = [header, payload, Buffer.concat([raw.subarray(0, 32), twinS]).toString("base64url")].join(".");
  expect(twin).not.toBe(t.genuine);
  expect(await t.accepts(twin)).toEqual(await t.accepts(t.genuine));
  for (const bad of [Buffer.alloc(64), Buffer.concat([raw.subarray(0, 32), Buffer.alloc(32)])]) {
    await t.refuses([header, payload, bad.toString("base64url")].join("."), "bad_signature");
  }
});
