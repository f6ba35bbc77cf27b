import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import type { Principal, SessionId } from "../../contract";
import type { SessionRecord, SessionStore } from "../../parts";
import { newSessionId, newUserId } from "../../random";
import { AUDIENCE, PAIR_AUDIENCE } from "../../testing/kit";
import { at, NOW, type StoreFixture } from "../../testing/store-fixture";
import { nearMisses } from "../../testing/stores";
import type { Sweeps } from "./terms";

// What every session store keeps, whatever it is made of.

export function testSessionStore(fixture: () => StoreFixture, sweeps: Sweeps): void {
  describe("sessions", () => {
    let f: StoreFixture;
    let store: SessionStore;
    beforeEach(() => {
      f = fixture();
      store = f.stores.sessions;
    });
    const add = (changes: Partial<SessionRecord> = {}) => f.addSession(changes);
    const ids = async () => (await store.listByUser(f.ada.userId, AUDIENCE, NOW)).map(({ id }) => id);
    const isThere = async ({ tokenHash }: SessionRecord) => (await store.find(tokenHash, NOW)) !== null;

    it("find returns the session as inserted, to the millisecond, and its owner", async () => {
      const session = await add({
        createdAt: at(-1),
        authenticatedAt: at(-2),
        lastSeenAt: at(-3),
        cacheSeconds: 7,
      });
      expect(await store.find(session.tokenHash, NOW)).toEqual({
        session,
        principal: f.ada,
        disabled: false,
      });
    });

    it("find answers null for a hash that is not there, however near", async () => {
      const session = await add();
      for (const tokenHash of nearMisses(session.tokenHash))
        expect(await store.find(tokenHash, NOW)).toBeNull();
      expect(await isThere(session)).toBe(true);
    });

    it("find answers the same when it is told whose it is, and another's name opens nothing", async () => {
      const [session, other] = [await add(), await add({ userId: (await f.addPerson()).userId })];
      const nameOf = ({ userId, id }: SessionRecord) => ({ userId, sessionId: id });
      expect((await store.find(session.tokenHash, NOW, nameOf(session)))?.session).toEqual(session);
      const asAnother = await store.find(session.tokenHash, NOW, nameOf(other));
      expect([null, session.id]).toContain(asAnother?.session.id ?? null);
      for (const tokenHash of nearMisses(session.tokenHash))
        expect(await store.find(tokenHash, NOW, nameOf(session))).toBeNull();
    });

    it("find answers null from the absolute limit on, not a millisecond before", async () => {
      const { tokenHash, expiresAt } = await add();
      expect(await store.find(tokenHash, new Date(expiresAt.getTime() - 1))).not.toBeNull();
      expect(await store.find(tokenHash, expiresAt)).toBeNull();
    });

    it("find shows the owner as they are now: role, name, email, disabled and enabled again", async () => {
      const { tokenHash } = await add();
      const principal: Principal = {
        ...f.ada,
        role: "admin",
        name: "Ada L.",
        email: `${randomUUID()}@x.test`,
      };
      for (const disabled of [false, true, false]) {
        await f.saveUser({ principal, disabled });
        expect(await store.find(tokenHash, NOW)).toMatchObject({ principal, disabled });
      }
    });

    it("a deleted person's sessions are gone with them", async () => {
      const session = await add();
      const other = await add({ userId: (await f.addPerson()).userId });
      await f.removeUser(f.ada.userId);
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
      expect(await ids()).toEqual([first.id]);
    });

    it("touch changes the last-seen instant of one session and nothing else", async () => {
      const [touched, other] = [await add(), await add()];
      await store.touch(touched.id, at(123), f.ada.userId);
      expect((await store.find(touched.tokenHash, NOW))?.session).toEqual({
        ...touched,
        lastSeenAt: at(123),
      });
      expect((await store.find(other.tokenHash, NOW))?.session).toEqual(other);
    });

    it("touch never brings a deleted session back", async () => {
      const [session, other] = [await add(), await add()];
      await store.delete(f.ada.userId, AUDIENCE, session.id);
      await store.touch(session.id, NOW, f.ada.userId);
      expect(await isThere(session)).toBe(false);
      expect(await ids()).toEqual([other.id]);
    });

    it("delete ends exactly one session, says whether it was there, and ends nothing for a hostile id", async () => {
      const [session, other] = [await add(), await add()];
      const hostile = ["' OR 1=1 --", "%", "", "\u0000", "_".repeat(22)].map((id) => id as SessionId);
      for (const id of hostile) expect(await store.delete(f.ada.userId, AUDIENCE, id)).toBe(false);
      expect(await isThere(session)).toBe(true);
      for (const wasThere of [true, false])
        expect(await store.delete(f.ada.userId, AUDIENCE, session.id)).toBe(wasThere);
      expect([await isThere(session), await isThere(other)]).toEqual([false, true]);
    });

    it("delete ends a session for its owner and its audience only", async () => {
      const session = await add();
      expect(await store.delete((await f.addPerson()).userId, AUDIENCE, session.id)).toBe(false);
      expect(await store.delete(f.ada.userId, PAIR_AUDIENCE, session.id)).toBe(false);
      expect(await isThere(session)).toBe(true);
      expect(await store.delete(f.ada.userId, AUDIENCE, session.id)).toBe(true);
    });

    it("findById finds a live session of its owner and audience, and nothing else", async () => {
      const session = await add({ idleTimeoutSeconds: 60, lastSeenAt: NOW, expiresAt: at(100_000) });
      const find = (userId = f.ada.userId, audience = AUDIENCE, id = session.id, now = NOW) =>
        store.findById(userId, audience, id, now);
      expect(await find()).toEqual(session);
      expect(await find((await f.addPerson()).userId)).toBeNull();
      expect(await find(f.ada.userId, PAIR_AUDIENCE)).toBeNull();
      for (const id of [newSessionId(), "", "%", "' OR 1=1 --"])
        expect(await find(f.ada.userId, AUDIENCE, id as SessionId)).toBeNull();
      expect(await find(f.ada.userId, AUDIENCE, session.id, at(59_999))).not.toBeNull();
      expect(await find(f.ada.userId, AUDIENCE, session.id, at(60_000))).toBeNull();
      await store.touch(session.id, at(90_000), f.ada.userId);
      expect(await find(f.ada.userId, AUDIENCE, session.id, at(99_999))).not.toBeNull();
      expect(await find(f.ada.userId, AUDIENCE, session.id, at(100_000))).toBeNull();
    });

    it("deleteByUser ends a person's sessions of one audience, but for the one excepted, and counts the live", async () => {
      const [kept, second, third] = [await add(), await add(), await add()];
      const over = await add({ expiresAt: NOW });
      const spared = [
        kept,
        await add({ audience: PAIR_AUDIENCE }),
        await add({ userId: (await f.addPerson()).userId }),
      ];
      const deleteAll = (except?: SessionId) => store.deleteByUser(f.ada.userId, AUDIENCE, NOW, except);
      expect(await deleteAll(kept.id)).toBe(2);
      expect(await deleteAll(kept.id)).toBe(0);
      for (const session of spared) expect(await isThere(session)).toBe(true);
      for (const session of [second, third]) expect(await isThere(session)).toBe(false);
      expect(await store.find(over.tokenHash, at(-1))).toBeNull();
      expect(await deleteAll()).toBe(1);
      expect(await isThere(kept)).toBe(false);
    });

    it("listByUser shows newest first what is a person's, of the audience and within its limit", async () => {
      const middle = await add({ createdAt: at(-2) });
      const newest = await add({ createdAt: at(-1), expiresAt: at(1) });
      const oldest = await add({ createdAt: at(-3) });
      await add({ expiresAt: NOW });
      await add({ audience: PAIR_AUDIENCE });
      await add({ userId: (await f.addPerson()).userId });
      expect(await store.listByUser(f.ada.userId, AUDIENCE, NOW)).toEqual([newest, middle, oldest]);
      expect(await store.listByUser(newUserId(), AUDIENCE, NOW)).toEqual([]);
    });

    if (sweeps === "when told")
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
      const [listed] = await store.listByUser(f.ada.userId, AUDIENCE, NOW);
      if (listed) Object.assign(listed, { ip: "changed" });
      expect((await store.find(given.tokenHash, NOW))?.session).toEqual(expected);
    });

    it("what a browser says of itself is kept to the letter", async () => {
      const userAgent = `'; DROP TABLE sessions; -- \u202e \ud83e\udde5 ${"x".repeat(2000)}`;
      const { tokenHash } = await add({ userAgent });
      expect((await store.find(tokenHash, NOW))?.session.userAgent).toBe(userAgent);
    });
  });
}
