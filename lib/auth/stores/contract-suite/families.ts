import { beforeEach, describe, expect, it } from "vitest";
import type { FamilyId } from "../../contract";
import type { RefreshTokenStore } from "../../parts";
import { newSessionId, newToken, newUserId, sha256 } from "../../random";
import { AUDIENCE, CLIENT, PAIR_AUDIENCE } from "../../testing/kit";
import { at, NOW, type StoreFixture, successorOf } from "../../testing/store-fixture";
import type { Sweeps } from "./terms";

// Token families: kept, found, ended, listed and swept.

export function testFamilies(fixture: () => StoreFixture, sweeps: Sweeps): void {
  describe("token families", () => {
    let f: StoreFixture;
    let store: RefreshTokenStore;
    beforeEach(() => {
      f = fixture();
      store = f.stores.refreshTokens;
    });
    const revokedAt = async (id: FamilyId) => (await store.find(id, NOW))?.family.revokedAt;

    it("find returns the family as inserted, to the millisecond, with its owner as they are now", async () => {
      const made = { createdAt: at(-1), authenticatedAt: at(-2), lastSeenAt: at(-3), expiresAt: at(4) };
      const { family } = await f.addFamily(made);
      for (const disabled of [false, true, false]) {
        const principal = { ...f.ada, name: `Ada ${disabled}` };
        await f.saveUser({ principal, disabled });
        expect(await store.find(family.id, NOW)).toEqual({ family, principal, disabled });
      }
      expect((await store.find(family.id, NOW, f.ada.userId))?.family).toEqual(family);
      expect(await store.find(family.id, at(3))).not.toBeNull();
      expect(await store.find(family.id, at(4))).toBeNull();
      expect(await store.find(newSessionId(), NOW)).toBeNull();
      await f.removeUser(f.ada.userId);
      expect(await store.find(family.id, NOW)).toBeNull();
    });

    it("insert refuses an id or a token that is taken, and a person who is not there, and keeps no half", async () => {
      const first = await f.addFamily();
      const insert = (family: object, tokenHash = sha256(newToken())) =>
        store.insert({ ...f.buildFamily(), ...family }, tokenHash);
      const other = newSessionId();
      const refused = { code: "store_unavailable" };
      await expect(insert({ id: first.family.id })).rejects.toMatchObject(refused);
      await expect(insert({ userId: newUserId() })).rejects.toMatchObject(refused);
      await expect(insert({ id: other }, first.tokenHash)).rejects.toMatchObject(refused);
      expect(await store.find(other, NOW)).toBeNull();
      expect(await store.listByUser(f.ada.userId, AUDIENCE, NOW)).toEqual([first.family]);
    });

    it("ownerOf names the sign-in of any of its tokens, used, revoked or expired, in its audience only", async () => {
      const { family, tokenHash } = await f.addFamily();
      await f.rotate(tokenHash);
      await store.revokeFamily(f.ada.userId, AUDIENCE, family.id, NOW);
      for (const hash of [tokenHash, successorOf(tokenHash)]) {
        expect(await store.ownerOf(hash, AUDIENCE)).toEqual({ userId: f.ada.userId, sessionId: family.id });
        expect(await store.ownerOf(hash, PAIR_AUDIENCE)).toBeNull();
      }
    });

    it("revokeFamily ends one family of one person and audience, says whether it was live, and is sticky", async () => {
      const [one, other] = [await f.addFamily(), await f.addFamily()];
      const revoke = (userId = f.ada.userId, audience = AUDIENCE, id: FamilyId = one.family.id, now = NOW) =>
        store.revokeFamily(userId, audience, id, now);
      expect(await revoke((await f.addPerson()).userId)).toBe(false);
      expect(await revoke(f.ada.userId, PAIR_AUDIENCE)).toBe(false);
      expect(await revoke(f.ada.userId, AUDIENCE, newSessionId())).toBe(false);
      expect(await revokedAt(one.family.id)).toBeNull();
      expect(await revoke()).toBe(true);
      expect(await revoke(f.ada.userId, AUDIENCE, one.family.id, at(5))).toBe(false);
      expect(await revokedAt(one.family.id)).toEqual(NOW);
      expect(await revokedAt(other.family.id)).toBeNull();
    });

    it("revokeByUser ends a person's live families of one audience, but for the one excepted, and names them", async () => {
      const stored = [await f.addFamily(), await f.addFamily(), await f.addFamily()];
      const [kept, second, third] = stored.map(({ family }) => family.id);
      await f.addFamily({ expiresAt: NOW });
      const spared = [
        await f.addFamily({ audience: PAIR_AUDIENCE }),
        await f.addFamily({ userId: (await f.addPerson()).userId }),
      ];
      const revoke = (except?: FamilyId) => store.revokeByUser(f.ada.userId, AUDIENCE, NOW, except);
      expect((await revoke(kept)).toSorted()).toEqual([second, third].toSorted());
      expect(await revoke(kept)).toEqual([]);
      expect(await revoke()).toEqual([kept]);
      for (const { family } of spared) expect(await revokedAt(family.id)).toBeNull();
      for (const { family } of stored) expect(await revokedAt(family.id)).toEqual(NOW);
    });

    it("listByUser shows newest first a person's live families of the audience", async () => {
      const middle = await f.addFamily({ createdAt: at(-2) });
      const newest = await f.addFamily({ createdAt: at(-1), expiresAt: at(1) });
      const oldest = await f.addFamily({ createdAt: at(-3) });
      const revoked = await f.addFamily();
      await store.revokeFamily(f.ada.userId, AUDIENCE, revoked.family.id, NOW);
      await f.addFamily({ expiresAt: NOW });
      await f.addFamily({ audience: PAIR_AUDIENCE });
      await f.addFamily({ userId: (await f.addPerson()).userId });
      const list = () => store.listByUser(f.ada.userId, AUDIENCE, NOW);
      expect(await list()).toEqual([newest.family, middle.family, oldest.family]);
      const [first] = await list();
      if (first) Object.assign(first, { ip: "changed" });
      expect((await list())[0]?.ip).toBe(CLIENT.ip);
      await f.removeUser(f.ada.userId);
      expect(await list()).toEqual([]);
    });

    if (sweeps === "by itself") return;
    it("deleteExpired removes what is past its limit in batches, and nothing that may still be asked for", async () => {
      for (let ago = 0; ago < 3; ago++) await f.addFamily({ expiresAt: at(-ago) });
      const live = await f.addFamily({ expiresAt: at(1) });
      const revoked = await f.addFamily({ expiresAt: at(1) });
      await store.revokeFamily(f.ada.userId, AUDIENCE, revoked.family.id, NOW);
      await f.rotate(live.tokenHash, { now: at(-1) });
      const batches = [];
      for (let round = 0; round < 5; round++) batches.push(await store.deleteExpired(NOW, 2));
      expect(batches).toEqual([2, 2, 2, 0, 0]);
      expect(await f.rotate(live.tokenHash)).toMatchObject({ kind: "rotated", repeated: true });
      expect(await f.rotate(revoked.tokenHash)).toEqual({ kind: "denied", reason: "revoked" });
    });

    it("deleteExpired takes a family of a thousand tokens apart batch by batch", async () => {
      const { family, tokenHash } = await f.addFamily({ createdAt: NOW, idleTimeoutSeconds: 60 });
      await f.stores.atomically(async () => {
        let hash = tokenHash;
        for (let used = 0; used < 1_249; used++) {
          await f.rotate(hash);
          hash = successorOf(hash);
        }
      });
      expect(await store.deleteExpired(at(0), 250)).toBe(0);
      const batches = [];
      for (let round = 0; round < 7; round++) batches.push(await store.deleteExpired(family.expiresAt, 250));
      expect(batches).toEqual([250, 250, 250, 250, 250, 1, 0]);
      expect(await store.ownerOf(tokenHash, AUDIENCE)).toBeNull();
    });
  });
}
