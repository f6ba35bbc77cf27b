import { beforeEach, describe, expect, it } from "vitest";
import type { StrategyName } from "../contract";
import type { AccessClaims, RevocationStrategy } from "../parts";
import { createClaims } from "../testing/forge";
import { AUDIENCE, createTestClock, ISSUER, MINUTE, PAIR_AUDIENCE, SECOND } from "../testing/kit";
import { createStoreFixture, NOW, type StoreFixture } from "../testing/store-fixture";
import { STORES } from "../testing/stores";
import { createDenylist } from "./denylist";
import { createExpiryOnly } from "./expiry-only";
import { createIntrospection } from "./introspection";
import { createTokenVersion } from "./token-version";

// What each strategy looks at, by itself. What all of them promise is in the mode contract.

const clock = createTestClock(Number(NOW));
let f: StoreFixture;
let claims: AccessClaims;

beforeEach(async () => {
  clock.set(NOW);
  f = await createStoreFixture(STORES.memory());
  const { family } = await f.addFamily();
  const { userId, ...person } = f.ada;
  claims = createClaims("ES256", NOW, { sub: userId, sid: family.id, ...person });
});

function create(audience = AUDIENCE, issuer = ISSUER): Record<StrategyName, RevocationStrategy> {
  const { revocations, refreshTokens } = f.stores;
  return {
    "expiry-only": createExpiryOnly(),
    denylist: createDenylist({ store: revocations, issuer, audience, maxLifetimeSeconds: 3600, clock }),
    "token-version": createTokenVersion({ store: revocations, audience }),
    introspection: createIntrospection({ store: refreshTokens, audience, clock }),
  };
}
const end = (strategy: RevocationStrategy) => strategy.revoke(claims.sub, [claims.sid]);

describe("denylist", () => {
  it("refuses every token of the sign-in that ended, of this issuer and audience, and no other", async () => {
    const { denylist } = create();
    expect(await denylist.isRevoked(claims)).toBe(false);
    await end(denylist);
    const second = { ...claims, jti: "another", iat: new Date(Number(NOW) + SECOND) };
    for (const token of [claims, second]) expect(await denylist.isRevoked(token)).toBe(true);
    const other = await f.addFamily();
    expect(await denylist.isRevoked({ ...claims, sid: other.family.id })).toBe(false);
    expect(await create(PAIR_AUDIENCE).denylist.isRevoked(claims)).toBe(false);
    expect(await create(AUDIENCE, "https://other.example").denylist.isRevoked(claims)).toBe(false);
  });

  it("refuses until the longest-lived token is over, also one issued by a clock a little ahead, then forgets", async () => {
    const { denylist } = create();
    await end(denylist);
    clock.advance(60 * MINUTE + 5 * SECOND);
    expect(await denylist.isRevoked(claims)).toBe(true);
    expect(await f.stores.revocations.deleteExpired(clock.now(), 10)).toBe(0);
    clock.advance(MINUTE);
    expect(await f.stores.revocations.deleteExpired(clock.now(), 10)).toBe(1);
  });
});

describe("token-version", () => {
  it("refuses tokens of a lower version, and those without one, though nobody was ever revoked", async () => {
    const strategy = create()["token-version"];
    expect(await strategy.isRevoked(claims)).toBe(true);
    const stamped = { ...claims, ...(await strategy.stamp(claims.sub)) };
    expect(await strategy.isRevoked(stamped)).toBe(false);
    await end(strategy);
    expect(await strategy.isRevoked(stamped)).toBe(true);
    expect(await strategy.isRevoked({ ...claims, ...(await strategy.stamp(claims.sub)) })).toBe(false);
  });
});

describe("introspection", () => {
  it("refuses a sign-in that is not there, is another's or of another audience", async () => {
    const { introspection } = create();
    expect(await introspection.isRevoked(claims)).toBe(false);
    const pair = await f.addFamily({ audience: PAIR_AUDIENCE });
    const theirs = await f.addFamily({ userId: (await f.addPerson()).userId });
    for (const sid of [pair.family.id, theirs.family.id])
      expect(await introspection.isRevoked({ ...claims, sid })).toBe(true);
    await f.removeUser(claims.sub);
    expect(await introspection.isRevoked(claims)).toBe(true);
  });

  it("refuses each claim that is no longer true, and accepts it when it is true again", async () => {
    const { introspection } = create();
    for (const change of [{ role: "admin" }, { name: "B" }, { email: "b@x.test" }] as const) {
      await f.saveUser({ principal: { ...f.ada, ...change }, disabled: false });
      expect(await introspection.isRevoked(claims)).toBe(true);
      await f.saveUser({ principal: f.ada, disabled: false });
      expect(await introspection.isRevoked(claims)).toBe(false);
    }
  });

  it("refuses from the sign-in's absolute limit on, and once it is revoked", async () => {
    const { introspection } = create();
    clock.advance(60 * MINUTE - 1);
    expect(await introspection.isRevoked(claims)).toBe(false);
    clock.advance(1);
    expect(await introspection.isRevoked(claims)).toBe(true);
    clock.set(NOW);
    await f.stores.refreshTokens.revokeFamily(claims.sub, AUDIENCE, claims.sid, NOW);
    expect(await introspection.isRevoked(claims)).toBe(true);
  });
});

it("each strategy goes by its own name and knows that expiry-only can do nothing", async () => {
  for (const [name, strategy] of Object.entries(create())) expect(strategy.name).toBe(name);
  const strategy = create()["expiry-only"];
  await end(strategy);
  expect(await strategy.isRevoked(claims)).toBe(false);
});
