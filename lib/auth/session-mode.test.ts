import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSealedCodec } from "./codecs/sealed";
import { authModeContract } from "./mode-contract-suite";
import { touchIntervalSeconds } from "./policy";
import { sha256 } from "./random";
import { createSessionMode } from "./session-mode";
import { AUDIENCE, CLIENT, createPolicy, PAIR_AUDIENCE, SEAL_PASSWORDS, SECOND } from "./testing/kit";
import { createModeHarness, type ModeHarness } from "./testing/modes";
import { STORE_NAMES } from "./testing/stores";

for (const store of STORE_NAMES) {
  for (const cacheSeconds of [0, 5]) authModeContract("session", store, { cacheSeconds });
}

for (const storeName of STORE_NAMES) {
  describe(`session mode over ${storeName}`, () => {
    let h: ModeHarness;
    beforeEach(async () => {
      h = await createModeHarness("session", storeName);
    });
    afterEach(() => h.close());

    const codec = () =>
      createSealedCodec({ passwords: SEAL_PASSWORDS, purpose: `session ${AUDIENCE}`, clock: h.clock });
    async function secretOf(token: string): Promise<string> {
      const decoded = await codec().decode(token);
      return decoded.ok ? decoded.claims.token : "";
    }
    const found = async (token: string) =>
      h.stores.sessions.find(sha256(await secretOf(token)), h.clock.now());

    it("the session token has 256 bits, is new every time, and the store keeps its SHA-256 only", async () => {
      const all = await Promise.all(Array.from({ length: 20 }, () => h.signIn()));
      const secrets = await Promise.all(all.map(({ token }) => secretOf(token)));
      expect(new Set(secrets).size).toBe(20);
      for (const secret of secrets) expect(Buffer.from(secret, "base64url")).toHaveLength(32);
      const stored = JSON.stringify(
        await h.stores.sessions.listByUser(h.ada.userId, AUDIENCE, h.clock.now()),
      );
      expect(stored).toContain(JSON.stringify(sha256(secrets[0] ?? "").toJSON()));
      for (const secret of secrets) expect(stored).not.toContain(secret);
    });

    it("a sealed hash, id or hash in hex, as a thief of the database has them, opens nothing", async () => {
      const { token, sessionId, expiresAt } = await h.signIn();
      const stolen = (await found(token))?.session.tokenHash ?? Buffer.alloc(0);
      expect(stolen).toHaveLength(32);
      for (const guess of [
        stolen.toString("hex"),
        stolen.toString("base64url"),
        stolen.toString("latin1"),
        sessionId,
      ]) {
        const sealed = await codec().encode({ token: guess, expiresAt });
        expect(await h.mode.verify(sealed)).toEqual({ active: false, reason: "revoked" });
      }
      expect(await h.mode.verify(token)).toMatchObject({ active: true });
    });

    it("the idle timeout ends a session to the millisecond, and only a check that is a visit slides it", async () => {
      const idle = h.policy.session.idleTimeoutSeconds * SECOND;
      const [unused, looked, visited] = [await h.signIn(), await h.signIn(), await h.signIn()];
      h.clock.advance(idle - 1);
      expect(await h.mode.verify(looked.token, { readOnly: true })).toMatchObject({ active: true });
      expect(await h.mode.verify(visited.token)).toMatchObject({ active: true });
      h.clock.advance(1);
      for (const { token } of [unused, looked]) {
        expect(await h.mode.verify(token)).toEqual({ active: false, reason: "idle_timeout" });
      }
      expect(await h.mode.verify(visited.token)).toMatchObject({ active: true });
      expect((await h.mode.list(h.ada.userId)).map(({ id }) => id)).toEqual([visited.sessionId]);
    });

    it("an idle session that is checked again stays ended: a refused check writes nothing", async () => {
      const { token } = await h.signIn();
      h.clock.advance(h.policy.session.idleTimeoutSeconds * SECOND);
      h.stores.calls = [];
      for (let round = 0; round < 3; round++) {
        expect(await h.mode.verify(token)).toEqual({ active: false, reason: "idle_timeout" });
      }
      expect(h.stores.calls).toEqual(Array(3).fill("sessions.find"));
    });

    for (const idleTimeoutSeconds of [2, 60, 1800]) {
      it(`a session with ${idleTimeoutSeconds} s of idle time is touched at most once per interval`, async () => {
        const session = { ...h.policy.session, idleTimeoutSeconds };
        const { token } = await h.mode.issue(h.ada, CLIENT, { ...h.policy, session });
        const interval = touchIntervalSeconds(idleTimeoutSeconds) * SECOND;
        const touches = () => h.stores.calls.filter((call) => call === "sessions.touch").length;
        h.clock.advance(interval - 1);
        await h.mode.verify(token);
        expect(touches()).toBe(0);
        h.clock.advance(1);
        for (let round = 0; round < 5; round++) await h.mode.verify(token);
        expect(touches()).toBe(1);
        expect((await found(token))?.session.lastSeenAt).toEqual(h.clock.now());
      });
    }

    it("a row of another audience is refused though the seal fits", async () => {
      const away = createSessionMode({
        codec: codec(),
        store: h.stores.sessions,
        atomically: h.stores.atomically,
        audience: PAIR_AUDIENCE,
        clock: h.clock,
      });
      const { token } = await h.signIn();
      expect(await away.verify(token)).toEqual({ active: false, reason: "wrong_audience" });
      expect(await h.mode.verify(token)).toMatchObject({ active: true });
    });

    it("introspect shows the row as stored, never the token, and null once it is gone", async () => {
      const { token, sessionId } = await h.signIn();
      const row = (await found(token))?.session;
      const shown = await h.mode.introspect(token);
      expect(shown).toMatchObject({ row: { ...row, tokenHash: row?.tokenHash.toString("hex") } });
      expect(JSON.stringify(shown)).not.toContain(await secretOf(token));
      await h.saveUser({ principal: h.ada, disabled: true });
      expect(await h.mode.introspect(token)).toMatchObject({
        reason: "user_disabled",
        row: { id: sessionId },
      });
      await h.mode.revoke(h.ada.userId, sessionId);
      expect(await h.mode.introspect(token)).toMatchObject({ active: false, reason: "revoked", row: null });
    });
  });
}

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
