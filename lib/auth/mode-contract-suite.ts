import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ModeName } from "./contract";
import { newSessionId } from "./random";
import { CLIENT, createPrincipal, type PolicyChanges, SECOND } from "./testing/kit";
import { testGuarantees } from "./testing/mode-guarantees";
import { testIntrospection } from "./testing/mode-introspection";
import { testIsolation } from "./testing/mode-isolation";
import { testRefresh } from "./testing/mode-refresh";
import { testTogether } from "./testing/mode-together";
import { createModeHarness, type ModeHarness } from "./testing/modes";
import type { StoreName } from "./testing/stores";

// What both modes keep, over every store, algorithm and strategy. Where they differ the difference is data: the
// suite reads `guarantees` and sees to it that the mode does exactly that, no less and no more.

export function authModeContract(name: ModeName, storeName: StoreName, changes: PolicyChanges): void {
  const terms = Object.entries(changes).map(([key, value]) => `${key} ${value}`);
  describe(`${name} mode over ${storeName} with ${terms.join(", ")}`, () => {
    let h: ModeHarness;
    beforeEach(async () => {
      h = await createModeHarness(name, storeName, changes);
    });
    afterEach(() => h.close());

    const verify = (token: string) => h.mode.verify(token);
    const isActive = async (token: string) => (await verify(token)).active;

    it("issue returns a credential that verify accepts for exactly that person", async () => {
      for (const principal of [h.ada, createPrincipal({ role: "admin", name: "Grace" })]) {
        await h.saveUser({ principal, disabled: false });
        const { token, sessionId, issuedAt, expiresAt } = await h.signIn({ principal });
        expect(await verify(token)).toMatchObject({
          active: true,
          principal,
          sessionId,
          issuedAt,
          expiresAt,
          guarantees: h.guarantees,
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
      await h.saveUser({ principal: victim, disabled: false });
      const chosen = newSessionId();
      const evil = { sessionId: chosen, sid: chosen, jti: chosen, sub: victim.userId, aud: "x", exp: 1e10 };
      const far = { ...evil, audience: "x", expiresAt: new Date(8e15), idleTimeoutSeconds: 1e9 };
      const client = {
        ...far,
        id: chosen,
        userId: victim.userId,
        revocation: "expiry-only",
        ver: 9,
        ...CLIENT,
      };
      const issued = await h.mode.issue({ ...h.ada, ...evil }, client, h.policy);
      const normal = await h.signIn();
      expect(issued.sessionId).not.toBe(chosen);
      expect(issued.expiresAt).toEqual(normal.expiresAt);
      expect(issued.refreshExpiresAt).toEqual(normal.refreshExpiresAt);
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
      const carried = await h.mode.issue(h.ada, CLIENT, h.policy, { authenticatedAt: earlier });
      expect(await seconds(carried.token)).toBe(Math.floor(Number(earlier) / SECOND));
      expect(await seconds((await h.signIn()).token)).toBe(Math.floor(Number(h.clock.now()) / SECOND));
    });

    it("a switch of modes extends nothing: limits count from when the person proved who they are", async () => {
      const limit = h.limits.absoluteSeconds;
      const authenticatedAt = new Date(Number(h.clock.now()) - (limit - 60) * SECOND);
      const { token, expiresAt, refreshExpiresAt } = await h.mode.issue(h.ada, CLIENT, h.policy, {
        authenticatedAt,
      });
      const end = Number(authenticatedAt) + limit * SECOND;
      expect(Number(expiresAt)).toBeLessThanOrEqual(end);
      expect(Number(expiresAt)).toBeGreaterThan(end - SECOND);
      expect(refreshExpiresAt ?? expiresAt).toEqual(refreshExpiresAt ? new Date(end) : expiresAt);
      expect(await isActive(token)).toBe(true);
      h.clock.set(expiresAt);
      expect(await isActive(token)).toBe(false);
    });

    it("a sign-in ends by notAfter, whatever the policy allows, and notAfter makes none last longer", async () => {
      const end = Number(h.clock.now()) + 600 * SECOND;
      const issue = (notAfter: Date) => h.mode.issue(h.ada, CLIENT, h.policy, { notAfter });
      const { token, refreshToken, refreshExpiresAt, expiresAt } = await issue(new Date(end));
      expect(Number(expiresAt)).toBeLessThanOrEqual(end);
      expect(Number(expiresAt)).toBeGreaterThan(end - SECOND);
      expect(refreshExpiresAt).toEqual(refreshToken && new Date(end));
      expect((await issue(new Date(8e15))).expiresAt).toEqual((await h.signIn()).expiresAt);
      const held = { token, ...(refreshToken && { refreshToken }) };
      h.clock.set(end - 1);
      const last = await h.refresh(held);
      if (last.kind !== "refreshed") throw new Error("It was to last as long.");
      expect(Number(last.credentials.expiresAt)).toBeLessThanOrEqual(end);
      h.clock.set(end);
      expect(await h.refresh(last.credentials)).toEqual({ kind: "denied", reason: "expired" });
    });

    it("list shows a person's live sign-ins, newest first, as they were made, and none that ended", async () => {
      const made = [];
      for (let minute = 0; minute < 3; minute++) {
        const { sessionId: id } = await h.signIn();
        made.unshift({ id, mode: name, createdAt: h.clock.now(), lastSeenAt: h.clock.now(), ...CLIENT });
        h.clock.advance(SECOND);
      }
      expect(await h.mode.list(h.ada.userId)).toMatchObject(made);
      expect(await h.mode.list(createPrincipal().userId)).toEqual([]);
      const [newest, middle, oldest] = made;
      if (middle) await h.mode.revoke(h.ada.userId, middle.id);
      expect(await h.mode.list(h.ada.userId)).toMatchObject([newest, oldest]);
      expect(await h.mode.list(h.ada.userId)).toHaveLength(2);
      h.clock.advance(h.limits.idleSeconds * SECOND);
      expect(await h.mode.list(h.ada.userId)).toEqual([]);
    });

    it("list comes in pages, newest or oldest first, and tally says how many there are in all", async () => {
      const made = [];
      for (let i = 0; i < 5; i++) {
        made.unshift((await h.signIn()).sessionId);
        h.clock.advance(SECOND);
      }
      const page = await h.mode.list(h.ada.userId, { limit: 2 });
      expect(page.map(({ id }) => id)).toEqual(made.slice(0, 2));
      const rest = await h.mode.list(h.ada.userId, { limit: 9, after: page[1] });
      expect(rest.map(({ id }) => id)).toEqual(made.slice(2));
      const oldest = await h.mode.list(h.ada.userId, { limit: 1, first: "oldest" });
      expect(oldest.map(({ id }) => id)).toEqual(made.slice(-1));
      expect(await h.mode.tally(h.ada.userId)).toMatchObject({
        count: 5,
        lastSeenAt: page[0]?.lastSeenAt,
        expiresAt: page[0]?.expiresAt,
      });
      expect(await h.mode.tally(h.ada.userId, made[0])).toMatchObject({
        count: 4,
        lastSeenAt: page[1]?.lastSeenAt,
      });
    });

    it("find gives one live sign-in to its owner, as it is listed, and null for anything else", async () => {
      const [{ sessionId }, other] = [await h.signIn(), await h.signIn()];
      const listed = (await h.mode.list(h.ada.userId)).find(({ id }) => id === sessionId);
      expect(await h.mode.find(h.ada.userId, sessionId)).toEqual(listed);
      expect(await h.mode.find(createPrincipal().userId, sessionId)).toBeNull();
      expect(await h.mode.find(h.ada.userId, newSessionId())).toBeNull();
      await h.mode.revoke(h.ada.userId, sessionId);
      expect(await h.mode.find(h.ada.userId, sessionId)).toBeNull();
      expect(await h.mode.find(h.ada.userId, other.sessionId)).not.toBeNull();
      h.clock.advance(h.limits.idleSeconds * SECOND);
      expect(await h.mode.find(h.ada.userId, other.sessionId)).toBeNull();
    });

    testGuarantees(() => h);
    testRefresh(() => h);
    testTogether(() => h);
    testIsolation(() => h);
    testIntrospection(() => h);
  });
}
