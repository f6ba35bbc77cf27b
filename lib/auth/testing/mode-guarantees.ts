import { expect, it } from "vitest";
import type { Credentials, Effect } from "../contract";
import { acceptedForMs } from "../effect";
import { BOUNDS } from "../policy";
import { newSessionId } from "../random";
import { createTrace } from "../trace";
import { createPrincipal, SECOND } from "./kit";
import type { ModeHarness } from "./modes";

// Part of the mode contract: `guarantees` and `limits` are true, in what they grant and in what they do not. The idle
// and the absolute limit are in mode-refresh.ts.

export function testGuarantees(harness: () => ModeHarness): void {
  const isActive = async (token: string) => (await harness().mode.verify(token)).active;

  /** Has an accepted credential, or can fetch one. */
  async function isSignedIn(credentials: Credentials): Promise<boolean> {
    if (await isActive(credentials.token)) return true;
    const refreshed = await harness().refresh(credentials);
    return refreshed.kind === "refreshed" && isActive(refreshed.credentials.token);
  }

  const lateMs = (effect: Effect, expiresAt: Date) =>
    acceptedForMs(effect, Number(expiresAt) - Number(harness().clock.now()));

  /** After `act`: accepted to the last millisecond that is granted, refused from then on. */
  async function expectEffect(
    effect: Effect,
    { token, expiresAt }: Credentials,
    act: () => Promise<unknown>,
  ) {
    const h = harness();
    expect(await h.mode.verify(token)).toMatchObject({ active: true, expiresAt });
    await act();
    const late = lateMs(effect, expiresAt);
    if (late > 0) {
      h.clock.advance(late - 1);
      expect(await h.mode.verify(token)).toMatchObject({ active: true });
      h.clock.advance(1);
    }
    expect(await h.mode.verify(token)).toMatchObject({ active: false });
  }

  it("a credential lives as long as its limit says, to the millisecond, and a check extends nothing", async () => {
    const h = harness();
    const { token, issuedAt, expiresAt } = await h.signIn();
    expect((Number(expiresAt) - Number(issuedAt)) / SECOND).toBe(h.limits.credentialSeconds);
    while (Number(expiresAt) - Number(h.clock.now()) > h.limits.idleSeconds * SECOND) {
      h.clock.advance(h.limits.idleSeconds * SECOND - 1);
      expect(await h.mode.verify(token)).toMatchObject({ active: true, expiresAt });
    }
    h.clock.set(Number(expiresAt) - 1);
    expect(await isActive(token)).toBe(true);
    h.clock.advance(1);
    expect(await h.mode.verify(token)).toEqual({ active: false, reason: "expired" });
    expect(await h.mode.decode(token)).toEqual({ ok: false, reason: "expired" });
  });

  it("what was issued under the loosest terms is refused from the ceiling on, once it was ended", async () => {
    const h = harness();
    const { session, jwt } = h.policy;
    h.policy = {
      session: { ...session, cacheSeconds: BOUNDS.cacheSeconds.max },
      jwt: { ...jwt, accessTtlSeconds: BOUNDS.accessTtlSeconds.max, refreshIdleSeconds: 43_200 },
    };
    const { token } = await h.signIn();
    const { ceilingSeconds, strategy } = h.mode.limits(h.policy);
    const verification = await h.mode.verify(token);
    expect(verification).toMatchObject(strategy ? { active: true, strategy } : { active: true });
    await h.mode.revokeAll(h.ada.userId);
    const late = acceptedForMs(h.mode.guarantees(h.policy).revokeAll, ceilingSeconds * SECOND);
    expect(late).toBeLessThanOrEqual(ceilingSeconds * SECOND);
    // A token's times are whole seconds.
    h.clock.advance(Math.max(0, late - SECOND));
    expect(await isActive(token)).toBe(late > 0);
    h.clock.advance(SECOND);
    expect(await isActive(token)).toBe(false);
  });

  it("revoking one sign-in takes effect as guaranteed, on its refresh at once, and ends no other", async () => {
    const h = harness();
    const [one, other] = [await h.signIn(), await h.signIn()];
    await expectEffect(h.guarantees.revokeOne, one, async () => {
      expect(await h.mode.revoke(h.ada.userId, newSessionId())).toBe(false);
      expect(await isSignedIn(one)).toBe(true);
      expect(await h.mode.revoke(h.ada.userId, one.sessionId)).toBe(true);
      expect(await h.mode.revoke(h.ada.userId, one.sessionId)).toBe(false);
      if (one.refreshToken) expect(await h.refresh(one)).toEqual({ kind: "denied", reason: "revoked" });
    });
    expect(await isSignedIn(other)).toBe(true);
    expect(await h.refresh(one)).toMatchObject({ kind: "denied" });
  });

  it("nobody ends another person's sign-in, though they know its id", async () => {
    const h = harness();
    const stranger = createPrincipal();
    await h.saveUser({ principal: stranger, disabled: false });
    const [own, theirs] = [await h.signIn(), await h.signIn({ principal: stranger })];
    expect(await h.mode.revoke(h.ada.userId, theirs.sessionId)).toBe(false);
    expect(await isActive(theirs.token)).toBe(true);
    expect(await h.mode.revoke(h.ada.userId, own.sessionId)).toBe(true);
  });

  it("revoking all sign-ins takes effect as guaranteed, but for the one kept and other people's", async () => {
    const h = harness();
    const stranger = createPrincipal();
    await h.saveUser({ principal: stranger, disabled: false });
    const [one, kept] = [await h.signIn(), await h.signIn()];
    const theirs = await h.signIn({ principal: stranger });
    await expectEffect(h.guarantees.revokeAll, one, async () => {
      expect(await h.mode.revokeAll(h.ada.userId, kept.sessionId)).toBe(1);
      expect(await h.mode.revokeAll(h.ada.userId, kept.sessionId)).toBe(0);
      expect(await isActive(theirs.token)).toBe(true);
    });
    for (const credentials of [kept, theirs]) expect(await isSignedIn(credentials)).toBe(true);
    expect(await h.refresh(one)).toMatchObject({ kind: "denied" });
    expect(await h.mode.revokeAll(h.ada.userId)).toBe(1);
    expect(await h.mode.list(h.ada.userId)).toEqual([]);
    if (kept.refreshToken) expect(await h.refresh(kept)).toEqual({ kind: "denied", reason: "revoked" });
    expect(await isSignedIn(theirs)).toBe(true);
  });

  it("what ended stays ended, and the next sign-in works", async () => {
    const h = harness();
    const ended = await h.signIn();
    await h.mode.revokeAll(h.ada.userId);
    const next = await h.signIn();
    expect(next.sessionId).not.toBe(ended.sessionId);
    expect(await h.mode.verify(next.token)).toMatchObject({ active: true, sessionId: next.sessionId });
    h.clock.set(Number(ended.expiresAt) - 1);
    expect(await isActive(ended.token)).toBe(h.guarantees.revokeAll === "at_expiry");
    expect(await h.refresh(ended)).toEqual({ kind: "denied", reason: "revoked" });
  });

  it("a changed role, name and address take effect as guaranteed", async () => {
    const h = harness();
    const credentials = await h.signIn();
    const { token, expiresAt } = credentials;
    const now = { ...h.ada, role: "admin", name: "Changed", email: "changed@example.com" } as const;
    expect(await h.mode.verify(token)).toMatchObject({ active: true, principal: h.ada });
    await h.saveUser({ principal: now, disabled: false });
    const late = lateMs(h.guarantees.staleClaims, expiresAt);
    if (late > 0) {
      h.clock.advance(late - 1);
      expect(await h.mode.verify(token)).toMatchObject({ active: true, principal: h.ada });
      h.clock.advance(1);
    }
    // Stale claims are refused or replaced; either way the next credential tells the truth.
    const verification = await h.mode.verify(token);
    if (verification.active) expect(verification.principal).toEqual(now);
    expect(await h.refresh(credentials)).toMatchObject({
      kind: "refreshed",
      verification: { principal: now },
    });
  });

  it("disabling an account takes effect as guaranteed, and on its refresh at once", async () => {
    const h = harness();
    const credentials = await h.signIn();
    const { staleClaims } = h.guarantees;
    await expectEffect(staleClaims, credentials, async () => {
      await h.saveUser({ principal: h.ada, disabled: true });
      if (credentials.refreshToken)
        expect(await h.refresh(credentials)).toEqual({ kind: "denied", reason: "user_disabled" });
    });
    expect(await h.refresh(credentials)).toEqual({ kind: "denied", reason: "user_disabled" });
    await h.saveUser({ principal: h.ada, disabled: false });
    if (typeof staleClaims === "object") h.clock.advance(staleClaims.withinSeconds * SECOND);
    expect(await isActive(credentials.token)).toBe(staleClaims !== "at_expiry");
    expect(await isSignedIn(credentials)).toBe(true);
  });

  it("a deleted person is refused as fast as a disabled one, and never fetches another credential", async () => {
    const h = harness();
    const credentials = await h.signIn();
    await expectEffect(h.guarantees.staleClaims, credentials, async () => h.removeUser(h.ada.userId));
    expect(await h.refresh(credentials)).toMatchObject({ kind: "denied" });
    expect(await h.mode.list(h.ada.userId)).toEqual([]);
  });

  it("a check costs the store reads that are guaranteed, in truth and in the trace; decode costs none", async () => {
    const h = harness();
    const { token } = await h.signIn();
    for (let round = 0; round < 2; round++) {
      h.stores.calls = [];
      const trace = createTrace();
      await h.mode.decode(token);
      expect(h.stores.calls).toEqual([]);
      expect(await h.mode.verify(token, { trace })).toMatchObject({ active: true });
      // A remembered row saves the second read, for as long as it may be remembered.
      const remembers = round > 0 && typeof h.guarantees.revokeOne === "object";
      expect(h.stores.calls).toHaveLength(remembers ? 0 : h.guarantees.readsPerVerify);
      expect(trace.reads).toBe(h.stores.calls.length);
    }
  });

  it("a stolen credential is noticed as detectsReuse says: when holder and thief both refresh with it", async () => {
    const h = harness();
    const stolen = await h.signIn();
    expect(await h.mode.verify(stolen.token)).toEqual(await h.mode.verify(stolen.token));
    const holder = await h.refresh(stolen);
    h.clock.advance(60 * SECOND);
    const thief = await h.refresh(stolen);
    expect(holder.kind).toBe("refreshed");
    expect(thief.kind).toBe(h.guarantees.detectsReuse ? "reused" : "refreshed");
    const last = holder.kind === "refreshed" ? await h.refresh(holder.credentials) : holder;
    expect(last.kind).toBe(h.guarantees.detectsReuse ? "denied" : "refreshed");
  });
}
