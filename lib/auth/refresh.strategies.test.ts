import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Credentials, RefreshResult } from "./contract";
import { acceptedForMs } from "./effect";
import { STRATEGY_NAMES } from "./names";
import { CLIENT, createPolicy, SECOND } from "./testing/kit";
import { createModeHarness, type ModeHarness } from "./testing/modes";
import { STORE_NAMES } from "./testing/stores";

// Refresh tokens and revocation strategies together: what ends when, also in the middle of an exchange.

const credentialsOf = (result: RefreshResult): Credentials => {
  if (result.kind !== "refreshed") throw new Error(`not refreshed but ${JSON.stringify(result)}`);
  return result.credentials;
};

describe.each(STORE_NAMES)("refresh over %s", (storeName) => {
  let h: ModeHarness;
  beforeEach(async () => {
    h = await createModeHarness("jwt", storeName, { alg: "HS256" });
  });
  afterEach(() => h.close());

  const next = async (held: Credentials) => credentialsOf(await h.refresh(held));

  it.each(STRATEGY_NAMES)(
    "under %s, sign-out everywhere between the exchange and its signature leaves what is guaranteed",
    async (revocation) => {
      h.policy = createPolicy({ alg: "HS256", revocation });
      const issued = await h.signIn();
      const order: string[] = [];
      let goOn = () => {};
      const inTheMiddle = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      // Begun out here, so that it is another request's and waits for its turn.
      const ending = inTheMiddle
        .then(() => h.mode.revokeAll(h.ada.userId))
        .then((count) => order.push(`ended ${count}`));
      // A stamp that is not part of the exchange would be so late that it knows of the end.
      h.stores.beforeCall = async (call) => call.endsWith(".version") && setTimeout(20);
      const result = await h.mode.refresh(
        { token: null, refreshToken: issued.refreshToken ?? null },
        CLIENT,
        () => {
          goOn();
          return h.policy;
        },
      );
      h.stores.beforeCall = async () => {};
      order.push("answered");
      await ending;
      expect(order).toEqual(["ended 1", "answered"]);
      const late = credentialsOf(result);
      const { active } = await h.mode.verify(late.token);
      expect(active).toBe(h.mode.guarantees(h.policy).revokeAll === "at_expiry");
      expect(await h.refresh(late)).toEqual({ kind: "denied", reason: "revoked" });
    },
  );

  it.each(STRATEGY_NAMES)(
    "under %s, reuse ends the access tokens as a revocation does",
    async (revocation) => {
      h.policy = createPolicy({ alg: "HS256", revocation });
      const stolen = await h.signIn();
      const owners = await next(stolen);
      h.clock.advance(60 * SECOND);
      expect(await h.mode.verify(owners.token)).toMatchObject({ active: true });
      expect(await h.refresh(stolen)).toMatchObject({ kind: "reused" });
      const { revokeOne } = h.mode.guarantees(h.policy);
      h.clock.advance(acceptedForMs(revokeOne, 0));
      const atExpiry = revokeOne === "at_expiry";
      for (const { token } of [stolen, owners]) expect((await h.mode.verify(token)).active).toBe(atExpiry);
      expect(await h.refresh(owners)).toEqual({ kind: "denied", reason: "revoked" });
    },
  );

  it("a changed strategy is for new tokens; a revocation reaches the older ones by theirs", async () => {
    const chain = [];
    const first = await h.signIn();
    let last = first;
    for (const revocation of STRATEGY_NAMES) {
      h.policy = createPolicy({ alg: "HS256", revocation });
      last = await next(last);
      chain.push(last);
      expect(await h.mode.verify(last.token)).toMatchObject({ active: true, strategy: revocation });
    }
    await h.mode.revoke(h.ada.userId, first.sessionId);
    const effects = STRATEGY_NAMES.map(
      (revocation) => h.mode.guarantees(createPolicy({ revocation })).revokeOne,
    );
    h.clock.advance(Math.max(...effects.map((effect) => acceptedForMs(effect, 0))));
    const active = [];
    for (const { token } of chain) active.push((await h.mode.verify(token)).active);
    expect(active).toEqual(effects.map((effect) => effect === "at_expiry"));
  });
});
