import { beforeEach, describe, expect, it } from "vitest";
import type { RevocationStore } from "../../parts";
import { newUserId } from "../../random";
import { AUDIENCE, PAIR_AUDIENCE } from "../../testing/kit";
import { at, NOW, type StoreFixture } from "../../testing/store-fixture";

// The denylist and the token versions.

export function testRevocations(fixture: () => StoreFixture): void {
  describe("revocations", () => {
    let f: StoreFixture;
    let store: RevocationStore;
    beforeEach(() => {
      f = fixture();
      store = f.stores.revocations;
    });

    it("a denied key is refused until its instant, to the millisecond, and no other key is", async () => {
      await store.deny(["one", "two"], at(5));
      for (const key of ["one", "two"]) {
        expect(await store.isDenied(key, NOW)).toBe(true);
        expect(await store.isDenied(key, at(4))).toBe(true);
        expect(await store.isDenied(key, at(5))).toBe(false);
      }
      for (const key of ["three", "on", "one ", "ONE", "", "%", "one\u0000"])
        expect(await store.isDenied(key, NOW)).toBe(false);
    });

    it("denied twice, the later instant wins, in either order", async () => {
      await store.deny(["up"], at(5));
      await store.deny(["up"], at(9));
      await store.deny(["down"], at(9));
      await store.deny(["down", "down"], at(5));
      for (const key of ["up", "down"]) {
        expect(await store.isDenied(key, at(8))).toBe(true);
        expect(await store.isDenied(key, at(9))).toBe(false);
      }
    });

    it("denying nothing is allowed and does nothing", async () => {
      await store.deny([], at(5));
      expect(await store.deleteExpired(at(6), 10)).toBe(0);
    });

    it("a version begins at 0, and each bump counts one person in one audience on by one", async () => {
      const other = newUserId();
      expect(await store.version(f.ada.userId, AUDIENCE)).toBe(0);
      for (const next of [1, 2, 3]) {
        expect(await store.bumpVersion(f.ada.userId, AUDIENCE)).toBe(next);
        expect(await store.version(f.ada.userId, AUDIENCE)).toBe(next);
      }
      expect(await store.bumpVersion(f.ada.userId, PAIR_AUDIENCE)).toBe(1);
      expect(await store.version(f.ada.userId, AUDIENCE)).toBe(3);
      expect(await store.version(other, AUDIENCE)).toBe(0);
    });

    it("all versions of one person are forgotten, and nobody else's", async () => {
      const other = newUserId();
      for (const audience of [AUDIENCE, PAIR_AUDIENCE]) await store.bumpVersion(f.ada.userId, audience);
      await store.bumpVersion(other, AUDIENCE);
      await store.forgetVersions(f.ada.userId);
      expect(await store.version(f.ada.userId, AUDIENCE)).toBe(0);
      expect(await store.version(f.ada.userId, PAIR_AUDIENCE)).toBe(0);
      expect(await store.version(other, AUDIENCE)).toBe(1);
    });

    it("bumps at once are all counted", async () => {
      const bumps = await Promise.all(
        Array.from({ length: 20 }, () => store.bumpVersion(f.ada.userId, AUDIENCE)),
      );
      expect(bumps.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    });

    it("a person's version outlives them, so that their tokens stay refused", async () => {
      await store.bumpVersion(f.ada.userId, AUDIENCE);
      await f.removeUser(f.ada.userId);
      expect(await store.version(f.ada.userId, AUDIENCE)).toBe(1);
    });

    it("deleteExpired removes in batches what nothing can need any more, and leaves what is denied", async () => {
      const keys = ["a", "b", "c", "d", "e"];
      for (const [ago, key] of keys.entries()) await store.deny([key], at(-ago));
      await store.deny(["live"], at(1));
      await store.bumpVersion(f.ada.userId, AUDIENCE);
      const batches = [];
      for (let round = 0; round < 4; round++) batches.push(await store.deleteExpired(NOW, 2));
      expect(batches).toEqual([2, 2, 1, 0]);
      expect(await store.isDenied("live", NOW)).toBe(true);
      expect(await store.isDenied("a", at(-1))).toBe(false);
      expect(await store.version(f.ada.userId, AUDIENCE)).toBe(1);
    });
  });
}
