import { beforeEach, describe, expect, it } from "vitest";
import { SIGNING_ALGS } from "../names";
import { FUTURE_IAT_LEEWAY_SECONDS } from "../policy";
import { createTokenFixture, type TokenFixture } from "../testing/forge";
import { SECOND } from "../testing/kit";

// A token's time: when it begins, when it ends, and how long it may last. Every signature is genuine.

describe.each(SIGNING_ALGS)("the instants of a %s token", (alg) => {
  let t: TokenFixture;
  let now: number;
  beforeEach(async () => {
    t = await createTokenFixture(alg);
    now = Math.floor(t.clock.now().getTime() / SECOND);
  });
  const withClaims = (changes: object) => t.resign(t.header(), t.payload(changes));

  it("end the token at exp, to the millisecond and without leeway", async () => {
    const token = withClaims({ exp: now + 60 });
    t.clock.set((now + 60) * SECOND - 1);
    await t.accepts(token);
    t.clock.set((now + 60) * SECOND);
    await t.refuses(token, "expired");
    await t.refuses(withClaims({ exp: 0, iat: 0 }), "expired");
    await t.refuses(withClaims({ exp: now - 1 }), "expired");
  });

  it("may lie in the future by the leeway and no more, and pass once their time has come", async () => {
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

  it("grant no longer life than is configured, whoever signed it", async () => {
    const iat = now - 60;
    await t.accepts(withClaims({ iat, exp: iat + 3600 }));
    await t.refuses(withClaims({ iat, exp: iat + 3601 }), "malformed");
    await t.refuses(withClaims({ iat: 0, exp: now + 60 }), "malformed");
    await t.refuses(withClaims({ exp: 8_640_000_000_000 }), "malformed");
  });

  it("are remembered with the signature, but time, audience and issuer are asked again every time", async () => {
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
