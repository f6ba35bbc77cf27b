import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Credentials, Held, RefreshResult } from "./contract";
import { acceptedForMs } from "./effect";
import { STRATEGY_NAMES } from "./names";
import { AUDIENCE, CLIENT, createPolicy, SECOND } from "./testing/kit";
import { createModeHarness, type ModeHarness } from "./testing/modes";
import { STORE_NAMES } from "./testing/stores";

// Refresh tokens as the JWT mode uses them: what is shared, what is noticed, what is written down, and what a
// fault or a race in the middle leaves.

/** What a browser would send of them. */
const held = ({ token, refreshToken }: Credentials): Held => ({ token, refreshToken: refreshToken ?? null });

const credentialsOf = (result: RefreshResult): Credentials => {
  if (result.kind !== "refreshed") throw new Error(`not refreshed but ${JSON.stringify(result)}`);
  return result.credentials;
};

describe.each(STORE_NAMES)("refresh over %s", (storeName) => {
  let h: ModeHarness;
  let first: Credentials;
  beforeEach(async () => {
    h = await createModeHarness("jwt", storeName, { alg: "HS256" });
    first = await h.signIn();
  });
  afterEach(() => h.close());

  const next = async (held: Credentials) => credentialsOf(await h.refresh(held));

  it("a refresh token has 256 bits, is new every time, and the stores keep its SHA-256 only", async () => {
    const chain = [first];
    for (let round = 0; round < 5; round++) chain.push(await next(chain.at(-1) ?? first));
    const tokens = chain.map(({ refreshToken = "" }) => refreshToken);
    expect(new Set(tokens).size).toBe(6);
    for (const token of tokens) expect(Buffer.from(token, "base64url")).toHaveLength(32);
    const families = await h.stores.refreshTokens.listByUser(h.ada.userId, AUDIENCE, h.clock.now());
    for (const token of tokens) expect(JSON.stringify(families)).not.toContain(token);
  });

  it("50 parallel refreshes over two instances share one successor, and nobody is signed out", async () => {
    const other = h.another().jwt;
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        index % 2 ? h.refresh(first) : other.refresh(held(first), CLIENT, () => h.policy),
      ),
    );
    expect(new Set(all.map((result) => credentialsOf(result).refreshToken)).size).toBe(1);
    for (const result of all)
      expect(await h.mode.verify(credentialsOf(result).token)).toMatchObject({ active: true });
    expect(h.events.map((event) => event.kind === "refreshed" && event.repeated).toSorted()).toEqual([
      false,
      ...Array(49).fill(true),
    ]);
    expect(await h.mode.list(h.ada.userId)).toHaveLength(1);
  });

  it("every rotation and every reuse is written down, with both addresses and user agents", async () => {
    const owner = { ip: "198.51.100.1", userAgent: "Owner/1" };
    const thief = { ip: "203.0.113.9", userAgent: "Thief/1" };
    const at = h.clock.now();
    await h.mode.refresh(held(first), owner, () => h.policy);
    await h.mode.refresh(held(first), CLIENT, () => h.policy);
    h.clock.advance(60 * SECOND);
    await h.mode.refresh(held(first), thief, () => h.policy);
    await h.mode.refresh(held(first), thief, () => h.policy);
    const whose = { userId: h.ada.userId, sessionId: first.sessionId };
    expect(h.events).toEqual([
      { kind: "refreshed", ...whose, ...owner, repeated: false },
      { kind: "refreshed", ...whose, ...CLIENT, repeated: true },
      { kind: "reused", ...whose, ...thief, firstUse: { at, ...owner } },
    ]);
  });

  it("an exchange that cannot be written down does not happen, nor does a revocation for reuse", async () => {
    const fault = new Error("the journal's own");
    const failing = async () => {
      throw fault;
    };
    h.beforeEvent = failing;
    await expect(h.refresh(first)).rejects.toBe(fault);
    h.beforeEvent = async () => {};
    h.clock.advance(60 * SECOND);
    // As if it had never come: a first use, not a repeated one.
    await next(first);
    expect(h.events).toMatchObject([{ kind: "refreshed", repeated: false }]);

    h.clock.advance(60 * SECOND);
    h.beforeEvent = failing;
    await expect(h.refresh(first)).rejects.toBe(fault);
    expect(await h.mode.list(h.ada.userId)).toHaveLength(1);
    h.beforeEvent = async () => {};
    expect(await h.refresh(first)).toMatchObject({ kind: "reused" });
    expect(await h.mode.list(h.ada.userId)).toEqual([]);
  });

  it("settings that cannot be read spend no token", async () => {
    const fault = new Error("the settings' own");
    const refreshing = h.mode.refresh(held(first), CLIENT, async () => {
      throw fault;
    });
    await expect(refreshing).rejects.toBe(fault);
    expect(h.events).toEqual([]);
    h.clock.advance(60 * SECOND);
    expect(await h.refresh(first)).toMatchObject({ kind: "refreshed" });
    expect(h.events.at(-1)).toMatchObject({ kind: "refreshed", repeated: false });
  });

  it("an access token that cannot be signed costs nothing: the same exchange is repeated", async () => {
    const { session, jwt } = createPolicy();
    const long = { session, jwt: { ...jwt, refreshIdleSeconds: 10 ** 6, refreshAbsoluteSeconds: 10 ** 6 } };
    const issued = await h.mode.issue(h.ada, CLIENT, long);
    const tooLong = { session, jwt: { ...long.jwt, accessTtlSeconds: 10 ** 6 } };
    const refreshing = h.mode.refresh(held(issued), CLIENT, () => tooLong);
    await expect(refreshing).rejects.toMatchObject({ code: "bad_configuration" });
    expect(await h.refresh(await next(issued))).toMatchObject({ kind: "refreshed" });
  });
});

// What ends when, also in the middle of an exchange.
describe.each(STORE_NAMES)("refresh tokens and revocation strategies over %s", (storeName) => {
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
      // Begun out here, so that it is another request's.
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
      // Which of them comes first is the backend's: either waits for the other, or runs again.
      expect(order.toSorted()).toEqual(["answered", "ended 1"]);
      if (result.kind === "denied") return expect(result.reason).toBe("revoked");
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
