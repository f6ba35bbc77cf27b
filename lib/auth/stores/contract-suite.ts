import { randomUUID } from "node:crypto";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Principal, SessionId, SessionRecord, SessionStore, UserId } from "../contract";
import { newSessionId, newToken, newUserId, sha256 } from "../random";
import { AUDIENCE, CLIENT, createPrincipal, MINUTE, PAIR_AUDIENCE } from "../testing/kit";
import { everyCall, nearMisses, type StoreHarness } from "../testing/stores";

// What every session store keeps, whatever it is made of. A new store passes by one line in its test.
const NOW = new Date(Date.UTC(2026, 0, 15, 12));
const at = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);
const ids = (sessions: SessionRecord[]) => sessions.map(({ id }) => id);

export function sessionStoreContract(name: string, makeHarness: () => StoreHarness): void {
  describe(`session store: ${name}`, () => {
    let harness: StoreHarness;
    let store: SessionStore;
    let ada: Principal;

    beforeEach(() => {
      harness = makeHarness();
      store = harness.store;
      ada = createPrincipal();
      harness.saveUser({ principal: ada, disabled: false });
    });
    afterEach(() => harness.close());

    const build = (changes: Partial<SessionRecord> = {}): SessionRecord => ({
      id: newSessionId(),
      tokenHash: sha256(newToken()),
      userId: ada.userId,
      audience: AUDIENCE,
      createdAt: at(-5 * MINUTE),
      authenticatedAt: at(-7 * MINUTE),
      lastSeenAt: at(-1 * MINUTE),
      idleTimeoutSeconds: 1800,
      expiresAt: at(60 * MINUTE),
      ...CLIENT,
      ...changes,
    });
    async function add(changes: Partial<SessionRecord> = {}): Promise<SessionRecord> {
      const session = build(changes);
      await store.insert(session);
      return session;
    }
    function addPerson(): UserId {
      const principal = createPrincipal();
      harness.saveUser({ principal, disabled: false });
      return principal.userId;
    }
    const isThere = async (session: SessionRecord) => (await store.find(session.tokenHash, NOW)) !== null;

    it("find returns the session as inserted, to the millisecond, and its owner", async () => {
      const session = await add({ createdAt: at(-1), authenticatedAt: at(-2), lastSeenAt: at(-3) });
      expect(await store.find(session.tokenHash, NOW)).toEqual({ session, principal: ada, disabled: false });
    });

    it("find answers null for a hash that is not there, however near", async () => {
      const session = await add();
      for (const tokenHash of nearMisses(session.tokenHash))
        expect(await store.find(tokenHash, NOW)).toBeNull();
      expect(await isThere(session)).toBe(true);
    });

    it("find answers null from the absolute limit on, not a millisecond before", async () => {
      const { tokenHash, expiresAt } = await add();
      expect(await store.find(tokenHash, new Date(expiresAt.getTime() - 1))).not.toBeNull();
      expect(await store.find(tokenHash, expiresAt)).toBeNull();
    });

    it("find shows the owner as they are now: role, name, email, disabled and enabled again", async () => {
      const { tokenHash } = await add();
      const principal: Principal = { ...ada, role: "admin", name: "Ada L.", email: `${randomUUID()}@x.test` };
      for (const disabled of [false, true, false]) {
        harness.saveUser({ principal, disabled });
        expect(await store.find(tokenHash, NOW)).toMatchObject({ principal, disabled });
      }
    });

    it("a deleted person's sessions are gone with them", async () => {
      const session = await add();
      const other = await add({ userId: addPerson() });
      harness.removeUser(ada.userId);
      expect(await isThere(session)).toBe(false);
      expect(await isThere(other)).toBe(true);
    });

    it("insert refuses an id or a hash that is taken, and a person who is not there", async () => {
      const first = await add();
      const wrong = [{ id: first.id }, { tokenHash: first.tokenHash }, { userId: newUserId() }];
      for (const changes of wrong) {
        await expect(add(changes)).rejects.toMatchObject({ code: "store_unavailable" });
      }
      expect((await store.find(first.tokenHash, NOW))?.session).toEqual(first);
      expect(ids(await store.listByUser(ada.userId, AUDIENCE, NOW))).toEqual([first.id]);
    });

    it("touch changes the last-seen instant of one session and nothing else", async () => {
      const [touched, other] = [await add(), await add()];
      await store.touch(touched.id, at(123));
      expect((await store.find(touched.tokenHash, NOW))?.session).toEqual({
        ...touched,
        lastSeenAt: at(123),
      });
      expect((await store.find(other.tokenHash, NOW))?.session).toEqual(other);
    });

    it("touch never brings a deleted session back", async () => {
      const [session, other] = [await add(), await add()];
      await store.delete(session.id);
      await store.touch(session.id, NOW);
      expect(await isThere(session)).toBe(false);
      expect(ids(await store.listByUser(ada.userId, AUDIENCE, NOW))).toEqual([other.id]);
    });

    it("delete ends exactly one session, is idempotent, and ends nothing for an unknown or hostile id", async () => {
      const [session, other] = [await add(), await add()];
      const hostile = ["' OR 1=1 --", "%", "", "_".repeat(22)].map((id) => id as SessionId);
      for (const id of hostile) await store.delete(id);
      expect(await isThere(session)).toBe(true);
      for (let round = 0; round < 2; round++) await store.delete(session.id);
      expect([await isThere(session), await isThere(other)]).toEqual([false, true]);
    });

    it("deleteByUser ends and counts a person's sessions of one audience, but for the one excepted", async () => {
      const [kept, second, third] = [await add(), await add(), await add()];
      const spared = [kept, await add({ audience: PAIR_AUDIENCE }), await add({ userId: addPerson() })];
      expect(await store.deleteByUser(ada.userId, AUDIENCE, kept.id)).toBe(2);
      expect(await store.deleteByUser(ada.userId, AUDIENCE, kept.id)).toBe(0);
      for (const session of spared) expect(await isThere(session)).toBe(true);
      for (const session of [second, third]) expect(await isThere(session)).toBe(false);
      expect(await store.deleteByUser(ada.userId, AUDIENCE)).toBe(1);
      expect(await isThere(kept)).toBe(false);
    });

    it("listByUser shows newest first what is a person's, of the audience and within its limit", async () => {
      const middle = await add({ createdAt: at(-2) });
      const newest = await add({ createdAt: at(-1), expiresAt: at(1) });
      const oldest = await add({ createdAt: at(-3) });
      await add({ expiresAt: NOW });
      await add({ audience: PAIR_AUDIENCE });
      await add({ userId: addPerson() });
      expect(await store.listByUser(ada.userId, AUDIENCE, NOW)).toEqual([newest, middle, oldest]);
      expect(await store.listByUser(newUserId(), AUDIENCE, NOW)).toEqual([]);
    });

    it("deleteExpired works in batches and leaves every live session", async () => {
      for (let ago = 0; ago < 5; ago++) await add({ expiresAt: at(-ago) });
      const live = await add({ expiresAt: at(1) });
      const batches = [];
      for (let round = 0; round < 4; round++) batches.push(await store.deleteExpired(NOW, 2));
      expect(batches).toEqual([2, 2, 1, 0]);
      expect(await isThere(live)).toBe(true);
    });

    it("what a caller does to a record it was given or gave does not reach the store", async () => {
      const given = await add();
      const expected = { ...given };
      given.userAgent = "changed";
      const found = await store.find(given.tokenHash, NOW);
      if (found) Object.assign(found.session, { audience: "changed" });
      const [listed] = await store.listByUser(ada.userId, AUDIENCE, NOW);
      if (listed) Object.assign(listed, { ip: "changed" });
      expect((await store.find(given.tokenHash, NOW))?.session).toEqual(expected);
    });

    it("what a browser says of itself is kept to the letter", async () => {
      const userAgent = `'; DROP TABLE sessions; -- \u0000 \u202e \ud83e\udde5 ${"x".repeat(2000)}`;
      const { tokenHash } = await add({ userAgent });
      expect((await store.find(tokenHash, NOW))?.session.userAgent).toBe(userAgent);
    });

    for (const fault of Object.keys(makeHarnessFaults(makeHarness))) {
      it(`with a ${fault} every method throws store_unavailable, never "not found", and names no secret`, async () => {
        const session = await add();
        const calls = everyCall(store, session, NOW);
        expect(await isThere(session)).toBe(true);
        harness.faults[fault]?.();
        for (const call of calls) {
          const error = await call().catch((thrown: unknown) => thrown);
          expect(error).toMatchObject({ name: "AuthError", code: "store_unavailable" });
          const hash = session.tokenHash.toString("hex").slice(0, 12);
          expect(inspect(error, { depth: 9 })).not.toMatch(new RegExp(`${hash}|<Buffer`));
        }
      });
    }
  });
}

function makeHarnessFaults(makeHarness: () => StoreHarness): StoreHarness["faults"] {
  const harness = makeHarness();
  harness.close();
  return harness.faults;
}
