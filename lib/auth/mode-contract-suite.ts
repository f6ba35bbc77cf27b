import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Effect, ModeName, SigningAlg } from "./contract";
import { newSessionId } from "./random";
import { CLIENT, createPrincipal, SECOND } from "./testing/kit";
import { testIntrospection } from "./testing/mode-introspection";
import { testIsolation } from "./testing/mode-isolation";
import { createModeHarness, type ModeHarness, type StoreName } from "./testing/modes";
import { createTrace } from "./trace";

// What both modes keep, over every store and algorithm. Where they differ the difference is data: the suite
// reads `guarantees` and sees to it that the mode does exactly that, no less and no more.

export function authModeContract(name: ModeName, storeName: StoreName, alg: SigningAlg): void {
  describe(`${name} mode over ${storeName} with ${alg}`, () => {
    let h: ModeHarness;
    beforeEach(async () => {
      h = await createModeHarness(name, storeName, alg);
    });
    afterEach(() => h.close());

    const verify = (token: string) => h.mode.verify(token);
    const isActive = async (token: string) => (await verify(token)).active;

    /** After `act`: refused on the very next check, or accepted to the last millisecond before its expiry. */
    async function expectEffect(effect: Effect, token: string, expiresAt: Date, act: () => Promise<unknown>) {
      expect(await verify(token)).toMatchObject({ active: true, expiresAt });
      await act();
      if (effect === "immediate") {
        expect(await verify(token)).toMatchObject({ active: false });
        return;
      }
      const endsAt =
        effect === "at_expiry" ? Number(expiresAt) : Number(h.clock.now()) + effect.withinSeconds * SECOND;
      if (effect === "at_expiry") {
        h.clock.set(endsAt - 1);
        expect(await verify(token)).toMatchObject({ active: true });
      }
      h.clock.set(endsAt);
      expect(await verify(token)).toMatchObject({ active: false });
    }

    it("issue returns a credential that verify accepts for exactly that person", async () => {
      for (const principal of [h.ada, createPrincipal({ role: "admin", name: "Grace" })]) {
        h.saveUser({ principal, disabled: false });
        const { token, sessionId, issuedAt, expiresAt } = await h.signIn({ principal });
        expect(await verify(token)).toMatchObject({
          active: true,
          principal,
          sessionId,
          issuedAt,
          expiresAt,
        });
        expect(await h.mode.decode(token)).toMatchObject({ ok: true, expiresAt });
      }
    });

    it("issue gives a fresh id and a fresh credential every time, at the same instant for the same person", async () => {
      const all = await Promise.all(Array.from({ length: 20 }, () => h.signIn()));
      expect(new Set(all.map(({ sessionId }) => sessionId)).size).toBe(20);
      expect(new Set(all.map(({ token }) => token)).size).toBe(20);
      for (const { sessionId } of all) expect(sessionId).toMatch(/^[\w-]{22}$/);
    });

    it("ids, owners and limits that arrive from outside are never adopted", async () => {
      const victim = createPrincipal({ role: "admin" });
      h.saveUser({ principal: victim, disabled: false });
      const chosen = newSessionId();
      const evil = { sessionId: chosen, sid: chosen, jti: chosen, sub: victim.userId, aud: "x", exp: 1e10 };
      const far = { ...evil, audience: "x", expiresAt: new Date(8e15), idleTimeoutSeconds: 1e9 };
      const client = { ...far, id: chosen, userId: victim.userId, ...CLIENT };
      const issued = await h.mode.issue({ ...h.ada, ...evil }, client, h.policy);
      const normal = await h.signIn();
      expect(issued.sessionId).not.toBe(chosen);
      expect(issued.expiresAt).toEqual(normal.expiresAt);
      expect(await verify(issued.token)).toEqual({
        ...(await verify(normal.token)),
        sessionId: issued.sessionId,
      });
      expect(await isActive(chosen)).toBe(false);
    });

    it("authenticatedAt is now, or what a mode switch carries over, to the second", async () => {
      const earlier = new Date(Number(h.clock.now()) - 600 * SECOND);
      const seconds = async (token: string) => {
        const verification = await verify(token);
        return verification.active ? Math.floor(Number(verification.authenticatedAt) / SECOND) : Number.NaN;
      };
      const carried = await h.mode.issue(h.ada, CLIENT, h.policy, earlier);
      expect(await seconds(carried.token)).toBe(Math.floor(Number(earlier) / SECOND));
      expect(await seconds((await h.signIn()).token)).toBe(Math.floor(Number(h.clock.now()) / SECOND));
    });

    it("nothing extends the absolute limit: accepted a millisecond before, refused from then on", async () => {
      const { token, expiresAt } = await h.signIn();
      const step = h.policy.session.idleTimeoutSeconds * SECOND - 1;
      while (Number(h.clock.now()) < Number(expiresAt) - step) {
        h.clock.advance(step);
        expect(await verify(token)).toMatchObject({ active: true, expiresAt });
      }
      h.clock.set(Number(expiresAt) - 1);
      expect(await isActive(token)).toBe(true);
      h.clock.set(expiresAt);
      expect(await verify(token)).toEqual({ active: false, reason: "expired" });
      expect(await h.mode.decode(token)).toEqual({ ok: false, reason: "expired" });
    });

    it("revoking one sign-in takes effect as guaranteed, and on no other sign-in", async () => {
      const [one, other] = [await h.signIn(), await h.signIn()];
      await expectEffect(h.mode.guarantees.revokeOne, one.token, one.expiresAt, async () => {
        await h.mode.revoke(one.sessionId);
        await h.mode.revoke(one.sessionId);
        await h.mode.revoke(newSessionId());
        expect(await isActive(other.token)).toBe(true);
      });
    });

    it("revoking all sign-ins takes effect as guaranteed, but for the one kept and other people's", async () => {
      const stranger = createPrincipal();
      h.saveUser({ principal: stranger, disabled: false });
      const [one, kept] = [await h.signIn(), await h.signIn()];
      const theirs = await h.signIn({ principal: stranger });
      const { revokeAll } = h.mode.guarantees;
      await expectEffect(revokeAll, one.token, one.expiresAt, async () => {
        expect(await h.mode.revokeAll(h.ada.userId, kept.sessionId)).toBe(revokeAll === "immediate" ? 1 : 0);
        for (const { token } of [kept, theirs]) expect(await isActive(token)).toBe(true);
      });
      if (revokeAll !== "immediate") return;
      expect(await h.mode.revokeAll(h.ada.userId)).toBe(1);
      expect([await isActive(kept.token), await isActive(theirs.token)]).toEqual([false, true]);
    });

    it("a changed role, name and address take effect as guaranteed", async () => {
      const { token, expiresAt } = await h.signIn();
      const now = { ...h.ada, role: "admin", name: "Changed", email: "changed@example.com" } as const;
      expect(await verify(token)).toMatchObject({ active: true, principal: h.ada });
      h.saveUser({ principal: now, disabled: false });
      const immediate = h.mode.guarantees.staleClaims === "immediate";
      expect(await verify(token)).toMatchObject({ active: true, principal: immediate ? now : h.ada });
      if (immediate) return;
      h.clock.set(Number(expiresAt) - 1);
      expect(await verify(token)).toMatchObject({ active: true, principal: h.ada });
    });

    it("disabling an account takes effect as guaranteed", async () => {
      const [disabled, expired] = ["user_disabled", "expired"].map((reason) => ({ active: false, reason }));
      const { token, expiresAt } = await h.signIn();
      const { staleClaims } = h.mode.guarantees;
      await expectEffect(staleClaims, token, expiresAt, async () =>
        h.saveUser({ principal: h.ada, disabled: true }),
      );
      expect(await verify(token)).toEqual(staleClaims === "immediate" ? disabled : expired);
      h.saveUser({ principal: h.ada, disabled: false });
      expect(await isActive(token)).toBe(staleClaims === "immediate");
    });

    it("a check costs the store reads that are guaranteed, in truth and in the trace; decode costs none", async () => {
      const { token } = await h.signIn();
      const { readsPerVerify } = h.mode.guarantees;
      for (let round = 0; round < 2; round++) {
        h.store.calls = [];
        const trace = createTrace();
        await h.mode.decode(token);
        expect(h.store.calls).toEqual([]);
        expect(await h.mode.verify(token, { trace })).toMatchObject({ active: true });
        expect(h.store.calls).toEqual(Array(readsPerVerify).fill("find"));
        expect(trace.reads).toBe(readsPerVerify);
      }
    });

    it("a copy in other hands passes unnoticed, as detectsReuse says", async () => {
      expect(h.mode.guarantees.detectsReuse).toBe(false);
      const { token } = await h.signIn();
      const [owner, thief] = [await verify(token), await verify(token)];
      expect(thief).toEqual(owner);
      expect(await isActive(token)).toBe(true);
    });

    testIsolation(() => h);
    testIntrospection(() => h);
  });
}
