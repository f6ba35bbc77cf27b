import type { JWK } from "jose";
import { describe, expect, it } from "vitest";
import { SIGNING_ALGS } from "../names";
import { createClaims } from "../testing/forge";
import { AUDIENCE, createJwk, createTestClock, ISSUER, MINUTE, testJwk } from "../testing/kit";
import { createTrace } from "../trace";
import { createAccessTokenCodec } from "./jws";
import { createKeyring } from "./keyring";

// Keys that retire while the process runs.

describe.each(SIGNING_ALGS)("a %s key with an instant to retire at", (alg) => {
  const [old, current] = [{ ...testJwk(alg), kid: "old" }, createJwk(alg, "current")];
  const clock = createTestClock();
  const instant = new Date(clock.now().getTime() + MINUTE);
  const retiring = (...jwks: JWK[]) => createKeyring(jwks, { retireAt: new Map([["old", instant]]), clock });

  it("verifies and is published up to the instant, and not from it on; the other key stays", async () => {
    clock.set(instant.getTime() - 1);
    const keyring = await retiring(current, old);
    const published = () => keyring.publicJwks().keys.map(({ kid }) => kid);
    const isPublic = alg !== "HS256";
    expect(keyring.find("old")).toMatchObject({ kid: "old", alg });
    expect(published()).toEqual(isPublic ? ["current", "old"] : []);

    clock.set(instant);
    expect(keyring.find("old")).toBeUndefined();
    expect(keyring.find("current")).toMatchObject({ kid: "current" });
    expect(published()).toEqual(isPublic ? ["current"] : []);
  });

  it("no longer signs: the next of its kind does, or none", async () => {
    clock.set(instant.getTime() - 1);
    const [two, one] = [await retiring(old, current), await retiring(old)];
    for (const keyring of [two, one]) expect(keyring.signingKey(alg).kid).toBe("old");
    clock.set(instant);
    expect(two.signingKey(alg).kid).toBe("current");
    expect(() => one.signingKey(alg)).toThrow(`There is no ${alg} key.`);
  });

  it("takes its tokens with it, remembered or not; those of the other key pass", async () => {
    clock.set(instant.getTime() - 2 * MINUTE);
    const binding = { clock, issuer: ISSUER, audience: AUDIENCE, maxLifetimeSeconds: 3600 };
    const keyring = await retiring(current, old);
    const codec = createAccessTokenCodec({ keyring, ...binding });
    const before = createAccessTokenCodec({ keyring: await createKeyring([old]), ...binding });
    const [mine, other] = [createClaims(alg, clock.now()), createClaims(alg, clock.now())];
    const [token, unseen] = [await before.encode(mine), await before.encode(other)];
    const fresh = await codec.encode(mine);
    const firstStep = async (text: string) => {
      const trace = createTrace();
      const decoded = await codec.decode(text, { trace });
      return [trace.steps[0]?.outcome, decoded.ok];
    };
    expect(await firstStep(token)).toEqual(["ok", true]);
    clock.set(instant.getTime() - 1);
    expect(await firstStep(token)).toEqual(["remembered", true]);
    expect(await codec.genuine(token)).toEqual(mine);

    clock.set(instant);
    for (const text of [token, unseen]) expect(await codec.genuine(text)).toBeNull();
    expect(await codec.genuine(fresh)).toEqual(mine);
    for (const text of [token, token, unseen])
      expect(await codec.decode(text)).toEqual({ ok: false, reason: "bad_signature" });
    expect(await codec.decode(fresh)).toEqual({ ok: true, claims: mine });
  });
});

describe("a keyring", () => {
  it("in which nothing retires asks no clock", async () => {
    const clock = {
      now: () => {
        throw new Error("asked");
      },
    };
    const retireAt = new Map<string, Date>();
    const keyring = await createKeyring([testJwk("ES256")], { retireAt, clock });
    expect(keyring.find("key-of-ES256")).toBe(keyring.signingKey("ES256"));
    expect(keyring.publicJwks().keys).toHaveLength(1);
    const asking = await createKeyring([testJwk("ES256")], {
      retireAt: new Map([["key-of-ES256", new Date()]]),
      clock,
    });
    expect(() => asking.find("key-of-ES256")).toThrow("asked");
  });

  it("refuses an instant of a key that it does not have", async () => {
    const retireAt = new Map([["elsewhere", new Date()]]);
    await expect(createKeyring([testJwk("ES256")], { retireAt })).rejects.toMatchObject({
      code: "bad_configuration",
      message: 'Key "elsewhere" is refused: it is to retire, but it is not there.',
    });
  });
});
