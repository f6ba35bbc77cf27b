import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPolicy, SECOND } from "./testing/kit";
import { createModeHarness, type ModeHarness } from "./testing/modes";
import { STORE_NAMES } from "./testing/stores";

// A session whose row may be remembered for a while: what that makes late, and what it must not change.

for (const storeName of STORE_NAMES) {
  describe(`a session over ${storeName} that is remembered for a minute`, () => {
    let h: ModeHarness;
    beforeEach(async () => {
      h = await createModeHarness("session", storeName, { cacheSeconds: 60 });
    });
    afterEach(() => h.close());

    const minute = 60 * SECOND;
    const visit = async (token: string, mode = h.mode) => mode.verify(token);

    it("a visit slides the idle time, and is written once an interval", async () => {
      const { token } = await h.signIn();
      const idle = h.policy.session.idleTimeoutSeconds * SECOND;
      h.clock.advance(idle - 2);
      for (let round = 0; round < 5; round++) expect(await visit(token)).toMatchObject({ active: true });
      h.clock.advance(3);
      expect(await visit(token)).toMatchObject({ active: true });
      expect(h.stores.calls.filter((call) => call === "sessions.touch")).toHaveLength(1);
      h.clock.advance(idle);
      expect(await visit(token)).toEqual({ active: false, reason: "idle_timeout" });
    });

    it("visits to another instance keep a session alive in this one", async () => {
      const { token } = await h.signIn();
      const other = h.another().session;
      h.clock.advance(h.policy.session.idleTimeoutSeconds * SECOND - 10);
      expect(await h.mode.verify(token, { readOnly: true })).toMatchObject({ active: true });
      expect(await visit(token, other)).toMatchObject({ active: true });
      h.clock.advance(20);
      expect(await h.mode.verify(token, { readOnly: true })).toMatchObject({ active: true });
    });

    it("an end in another instance shows a minute after the last look, not a millisecond later", async () => {
      const { token, sessionId } = await h.signIn();
      expect(await visit(token)).toMatchObject({ active: true });
      h.clock.advance(10);
      await h.another().session.revoke(h.ada.userId, sessionId);
      h.clock.advance(minute - 11);
      expect(await visit(token)).toMatchObject({ active: true });
      h.clock.advance(1);
      expect(await visit(token)).toEqual({ active: false, reason: "revoked" });
    });

    it("what a caller does to what it was told is not remembered", async () => {
      const { token } = await h.signIn();
      const told = await visit(token);
      if (told.active) Object.assign(told.principal, { role: "admin" });
      expect(await visit(token)).toMatchObject({ active: true, principal: h.ada });
    });

    it("a session that may not be remembered is asked for every time, whatever the settings say now", async () => {
      h.policy = createPolicy();
      const { token } = await h.signIn();
      h.policy = createPolicy({ cacheSeconds: 60 });
      h.stores.calls = [];
      for (let round = 0; round < 3; round++) await visit(token);
      expect(h.stores.calls).toEqual(Array(3).fill("sessions.find"));
    });
  });
}
