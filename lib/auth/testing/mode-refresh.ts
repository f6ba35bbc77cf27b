import { expect, it } from "vitest";
import type { Credentials } from "../contract";
import { CLIENT, createPrincipal, SECOND } from "./kit";
import type { ModeHarness } from "./modes";

// Part of the mode contract: fetching the next credentials of a sign-in. A mode whose credentials need no
// exchange hands back the one it was given, under the same rules.

export function testRefresh(harness: () => ModeHarness): void {
  async function refreshed(credentials: Credentials): Promise<Credentials> {
    const result = await harness().refresh(credentials);
    expect(result).toMatchObject({ kind: "refreshed" });
    return result.kind === "refreshed" ? result.credentials : credentials;
  }

  it("refresh continues the same sign-in, and what it returns is what verify says of it", async () => {
    const h = harness();
    const issued = await h.signIn();
    h.clock.advance(60 * SECOND);
    const result = await h.refresh(issued);
    if (result.kind !== "refreshed") throw new Error("not refreshed");
    const { credentials, verification } = result;
    expect(credentials.sessionId).toBe(issued.sessionId);
    expect(await h.mode.verify(credentials.token)).toEqual(verification);
    expect(verification).toMatchObject({ principal: h.ada, expiresAt: credentials.expiresAt });
    expect(await h.mode.verify(issued.token)).toMatchObject({
      authenticatedAt: verification.authenticatedAt,
    });
    expect(await h.mode.list(h.ada.userId)).toHaveLength(1);
  });

  it("refresh follows the person as they are now, and the account's settings where something new is issued", async () => {
    const h = harness();
    const issued = await h.signIn();
    const now = { ...h.ada, role: "admin", name: "Changed" } as const;
    await h.saveUser({ principal: now, disabled: false });
    h.policy = { ...h.policy, jwt: { ...h.policy.jwt, accessTtlSeconds: 77, alg: "HS256" } };
    if (typeof h.guarantees.staleClaims === "object")
      h.clock.advance(h.guarantees.staleClaims.withinSeconds * SECOND);
    const next = await h.refresh(issued);
    expect(next).toMatchObject({ kind: "refreshed", verification: { principal: now } });
    if (next.kind !== "refreshed") return;
    const { issuedAt, expiresAt } = next.credentials;
    const lifetime = (Number(expiresAt) - Number(issuedAt)) / SECOND;
    expect(lifetime).toBe(issued.refreshToken ? 77 : h.policy.session.absoluteTimeoutSeconds);
  });

  it("refresh never reaches beyond the absolute limit, however often and whatever the settings say", async () => {
    const h = harness();
    let held = await h.signIn();
    const end = Number(h.clock.now()) + h.limits.absoluteSeconds * SECOND;
    h.policy = {
      ...h.policy,
      jwt: { ...h.policy.jwt, refreshAbsoluteSeconds: 10 ** 7, accessTtlSeconds: 3600 },
    };
    while (Number(h.clock.now()) + 1000 * SECOND < end) {
      h.clock.advance(1000 * SECOND);
      held = await refreshed(held);
      expect(Number(held.expiresAt)).toBeLessThanOrEqual(end);
      expect(Number(held.refreshExpiresAt ?? held.expiresAt)).toBeLessThanOrEqual(end);
    }
    h.clock.set(end - 1);
    held = await refreshed(held);
    h.clock.set(end);
    expect(await h.refresh(held)).toEqual({ kind: "denied", reason: "expired" });
    expect(await h.mode.verify(held.token)).toEqual({ active: false, reason: "expired" });
  });

  it("a sign-in that is not used for the idle time ends to the millisecond, and use keeps it alive", async () => {
    const h = harness();
    const idle = h.limits.idleSeconds * SECOND;
    const unused = await h.signIn();
    let used = await h.signIn();
    h.clock.advance(idle - 1);
    used = await refreshed(used);
    h.clock.advance(1);
    expect(await h.refresh(unused)).toEqual({ kind: "denied", reason: "idle_timeout" });
    h.clock.advance(idle - 2);
    await refreshed(used);
  });

  it("nothing, noise and another's form of credential refresh nothing and change nothing", async () => {
    const h = harness();
    const { token, refreshToken = null } = await h.signIn();
    const policyOf = () => h.policy;
    const nothing = { token: null, refreshToken: null };
    expect(await h.mode.refresh(nothing, CLIENT, policyOf)).toEqual({ kind: "denied", reason: "missing" });
    const noises = [
      "x",
      " ",
      "a".repeat(43),
      "a".repeat(1e6),
      `${refreshToken ?? token}=`,
      `${token}.`,
      "\u0000",
    ];
    for (const noise of noises) {
      const result = await h.mode.refresh({ token: noise, refreshToken: noise }, CLIENT, policyOf);
      expect(result).toMatchObject({
        kind: "denied",
        reason: expect.stringMatching(/^(malformed|unknown)$/),
      });
    }
    expect(await h.mode.refresh({ token, refreshToken }, CLIENT, policyOf)).toMatchObject({
      kind: "refreshed",
    });
  });

  it("a sign-in of the pair is not refreshed by the app, nor the reverse", async () => {
    const h = harness();
    const [ours, theirs] = [h.mode, h.pair[h.mode.name]];
    for (const [home, away] of [
      [ours, theirs],
      [theirs, ours],
    ] as const) {
      const { token, refreshToken = null } = await h.signIn({ mode: home });
      const ask = (mode: typeof home) => mode.refresh({ token, refreshToken }, CLIENT, () => h.policy);
      expect(await ask(away)).toEqual({ kind: "denied", reason: "wrong_audience" });
      expect(await ask(home)).toMatchObject({ kind: "refreshed" });
      expect(await away.signInOf({ token: null, refreshToken })).toBeNull();
      expect(await away.signInOf({ token, refreshToken: null })).toBeNull();
    }
  });

  it("an access token beside the refresh token of another sign-in is a conflict, and nothing is spent", async () => {
    const h = harness();
    const stranger = createPrincipal();
    await h.saveUser({ principal: stranger, disabled: false });
    const own = await h.signIn();
    const others = [await h.signIn(), await h.signIn({ principal: stranger })];
    if (!own.refreshToken) return;
    for (const age of [0, h.limits.credentialSeconds]) {
      h.clock.advance(age * SECOND);
      for (const { refreshToken = "" } of others)
        expect(await h.refresh({ token: own.token, refreshToken })).toEqual({
          kind: "denied",
          reason: "conflict",
        });
    }
    expect(h.events).toEqual([]);
    const forged = { ...own, token: `${own.token.slice(0, -20)}${"A".repeat(20)}` };
    for (const held of [forged, ...others]) await refreshed(held);
  });

  it("signInOf tells whose sign-in it is from any part of it, live, spent, expired or ended, and from no forgery", async () => {
    const h = harness();
    const { token, refreshToken = null, sessionId, expiresAt } = await h.signIn();
    const owner = { userId: h.ada.userId, sessionId };
    expect(await h.mode.signInOf({ token, refreshToken })).toEqual(owner);
    expect(await h.mode.signInOf({ token, refreshToken: null })).toEqual(owner);
    expect(await h.mode.signInOf({ token: null, refreshToken: null })).toBeNull();
    const forged = token.slice(0, -20) + "A".repeat(20);
    expect(await h.mode.signInOf({ token: forged, refreshToken: "a".repeat(43) })).toBeNull();
    const ended = await h.signIn();
    await h.mode.revoke(h.ada.userId, ended.sessionId);
    expect(await h.mode.signInOf({ token: ended.token, refreshToken: null })).toEqual({
      userId: h.ada.userId,
      sessionId: ended.sessionId,
    });
    if (!refreshToken) return;
    await h.refresh({ token, refreshToken });
    expect(await h.mode.signInOf({ token: null, refreshToken })).toEqual(owner);
    expect(await h.mode.signInOf({ token: forged, refreshToken })).toEqual(owner);
    h.clock.set(expiresAt);
    expect(await h.mode.signInOf({ token, refreshToken: null })).toEqual(owner);
    expect(await h.mode.signInOf({ token, refreshToken })).toEqual(owner);
    await h.mode.revoke(h.ada.userId, sessionId);
    expect(await h.mode.signInOf({ token, refreshToken })).toEqual(owner);
  });
}
