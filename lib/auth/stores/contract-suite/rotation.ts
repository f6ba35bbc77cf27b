import { beforeEach, describe, expect, it } from "vitest";
import type { RefreshTokenStore } from "../../parts";
import { newToken, sha256 } from "../../random";
import { AUDIENCE, MINUTE, PAIR_AUDIENCE, SECOND } from "../../testing/kit";
import { at, GRACE_SECONDS, NOW, request, type StoreFixture, successorOf } from "../../testing/store-fixture";
import { nearMisses } from "../../testing/stores";

// What becomes of a refresh token that is presented, for the first time and again (RFC 9700 §4.14.2).

export function testRotation(fixture: () => StoreFixture): void {
  describe("rotation", () => {
    let f: StoreFixture;
    let store: RefreshTokenStore;
    beforeEach(() => {
      f = fixture();
      store = f.stores.refreshTokens;
    });
    const graceEnd = GRACE_SECONDS * SECOND;
    const rotated = (repeated: boolean) => ({ kind: "rotated", repeated });
    const denied = (reason: string) => ({ kind: "denied", reason });
    const revokedAt = async (id: Parameters<RefreshTokenStore["find"]>[0]) =>
      (await store.find(id, NOW))?.family.revokedAt;

    it("a token leads to its successor once, and the successor to the next, within the same family", async () => {
      const { family, tokenHash } = await f.addFamily();
      let hash = tokenHash;
      for (let round = 0; round < 5; round++) {
        const rotation = await f.rotate(hash, { now: at(round * MINUTE) });
        expect(rotation).toMatchObject({ ...rotated(false), principal: f.ada, disabled: false });
        expect(rotation).toMatchObject({ family: { id: family.id, expiresAt: family.expiresAt } });
        hash = successorOf(hash);
      }
      expect((await store.find(family.id, NOW))?.family).toEqual({ ...family, lastSeenAt: at(4 * MINUTE) });
    });

    it("presented again within the window it leads to the same successor, and nothing is written", async () => {
      const { family, tokenHash } = await f.addFamily();
      expect(await f.rotate(tokenHash)).toMatchObject(rotated(false));
      for (const late of [0, 1, graceEnd - 1]) {
        expect(await f.rotate(tokenHash, { now: at(late) })).toMatchObject(rotated(true));
      }
      expect((await store.find(family.id, NOW))?.family).toEqual({ ...family, lastSeenAt: NOW });
      expect(await f.rotate(successorOf(tokenHash))).toMatchObject(rotated(false));
    });

    it("presented again after the window it is reuse, and the family is revoked when the answer is there", async () => {
      const { family, tokenHash } = await f.addFamily();
      const other = await f.addFamily();
      await f.rotate(tokenHash, { ip: "198.51.100.1", userAgent: "First/1" });
      const later = at(graceEnd);
      expect(await f.rotate(tokenHash, { now: later, ip: "203.0.113.9", userAgent: "Thief/1" })).toEqual({
        kind: "reused",
        userId: f.ada.userId,
        familyId: family.id,
        firstUse: { at: NOW, ip: "198.51.100.1", userAgent: "First/1" },
      });
      expect(await revokedAt(family.id)).toEqual(later);
      for (const hash of [tokenHash, successorOf(tokenHash)])
        expect(await f.rotate(hash, { now: later })).toEqual(denied("revoked"));
      expect(await f.rotate(other.tokenHash, { now: later })).toMatchObject(rotated(false));
    });

    it("presented again after its successor was used it is reuse, also within the window", async () => {
      const { family, tokenHash } = await f.addFamily();
      await f.rotate(tokenHash);
      await f.rotate(successorOf(tokenHash), { now: at(1) });
      expect(await f.rotate(tokenHash, { now: at(2) })).toMatchObject({
        kind: "reused",
        firstUse: { at: NOW },
      });
      expect(await revokedAt(family.id)).toEqual(at(2));
      const newest = successorOf(successorOf(tokenHash));
      expect(await f.rotate(newest, { now: at(3) })).toEqual(denied("revoked"));
    });

    it("the first use stays on record as it was, however often the token comes again", async () => {
      const { tokenHash } = await f.addFamily();
      await f.rotate(tokenHash, { ip: "192.0.2.1", userAgent: "" });
      await f.rotate(tokenHash, { now: at(5000), ip: "192.0.2.2", userAgent: "Second/2" });
      expect(await f.rotate(tokenHash, { now: at(graceEnd) })).toMatchObject({
        kind: "reused",
        firstUse: { at: NOW, ip: "192.0.2.1", userAgent: "" },
      });
    });

    it("many at once with the same token get the one successor", async () => {
      const { tokenHash } = await f.addFamily();
      const all = await Promise.all(Array.from({ length: 50 }, () => f.rotate(tokenHash)));
      expect(all.filter((rotation) => rotation.kind === "rotated" && !rotation.repeated)).toHaveLength(1);
      expect(all.filter((rotation) => rotation.kind === "rotated" && rotation.repeated)).toHaveLength(49);
      expect(await f.rotate(successorOf(tokenHash))).toMatchObject(rotated(false));
    });

    it("an unknown token is denied, however near to a genuine one, and changes nothing", async () => {
      const { tokenHash } = await f.addFamily();
      for (const hash of [...nearMisses(tokenHash), sha256(newToken())]) {
        expect(await f.rotate(hash)).toEqual(denied("unknown"));
        expect(await store.ownerOf(hash, AUDIENCE)).toBeNull();
      }
      expect(await f.rotate(tokenHash)).toMatchObject(rotated(false));
    });

    it("a token of another audience is denied, used or not, and its family lives on", async () => {
      const { tokenHash } = await f.addFamily({ audience: PAIR_AUDIENCE });
      expect(await f.rotate(tokenHash)).toEqual(denied("wrong_audience"));
      expect(await f.rotate(tokenHash, { audience: PAIR_AUDIENCE })).toMatchObject(rotated(false));
      expect(await f.rotate(tokenHash, { now: at(graceEnd) })).toEqual(denied("wrong_audience"));
      const next = { audience: PAIR_AUDIENCE, now: at(graceEnd) };
      expect(await f.rotate(successorOf(tokenHash), next)).toMatchObject(rotated(false));
    });

    it("a token of a revoked family is denied, used or not, whatever the time", async () => {
      const { family, tokenHash } = await f.addFamily();
      await f.rotate(tokenHash);
      expect(await store.revokeFamily(f.ada.userId, AUDIENCE, family.id, at(1))).toBe(true);
      for (const hash of [tokenHash, successorOf(tokenHash)])
        for (const now of [at(2), at(graceEnd), family.expiresAt])
          expect(await f.rotate(hash, { now })).toEqual(denied("revoked"));
    });

    it("a disabled person's token is denied and lives again when they are enabled; a deleted one's is gone", async () => {
      const { tokenHash } = await f.addFamily();
      await f.saveUser({ principal: f.ada, disabled: true });
      expect(await f.rotate(tokenHash)).toEqual(denied("user_disabled"));
      const principal = { ...f.ada, role: "admin", name: "Ada L." } as const;
      await f.saveUser({ principal, disabled: false });
      expect(await f.rotate(tokenHash)).toMatchObject({ ...rotated(false), principal });
      await f.removeUser(f.ada.userId);
      expect(await f.rotate(tokenHash)).toEqual(denied("unknown"));
    });

    it("the absolute limit holds to the millisecond, and no rotation extends it", async () => {
      const { family, tokenHash } = await f.addFamily({ expiresAt: at(20 * MINUTE) });
      await f.rotate(tokenHash, { now: at(20 * MINUTE - 1) });
      expect((await store.find(family.id, NOW))?.family.expiresAt).toEqual(at(20 * MINUTE));
      for (const hash of [tokenHash, successorOf(tokenHash)])
        expect(await f.rotate(hash, { now: at(20 * MINUTE) })).toEqual(denied("expired"));
      expect(await f.rotate(successorOf(tokenHash), { now: at(20 * MINUTE - 1) })).toMatchObject(
        rotated(false),
      );
    });

    it("a token that was not used for the idle time is denied to the millisecond, counted from its own making", async () => {
      const { tokenHash } = await f.addFamily({ createdAt: NOW, idleTimeoutSeconds: 60 });
      expect(await f.rotate(tokenHash, { now: at(MINUTE) })).toEqual(denied("idle_timeout"));
      expect(await f.rotate(tokenHash, { now: at(MINUTE - 1) })).toMatchObject(rotated(false));
      const next = successorOf(tokenHash);
      expect(await f.rotate(next, { now: at(2 * MINUTE - 1) })).toEqual(denied("idle_timeout"));
      expect(await f.rotate(next, { now: at(2 * MINUTE - 2) })).toMatchObject(rotated(false));
    });

    it("a request's own grace window counts, and none at all makes every second use reuse", async () => {
      const { tokenHash } = await f.addFamily();
      await f.rotate(tokenHash);
      expect(await f.rotate(tokenHash, { graceSeconds: 0 })).toMatchObject({ kind: "reused" });
    });

    it("what a caller does to a rotation does not reach the store", async () => {
      const { family, tokenHash } = await f.addFamily();
      const rotation = await store.rotate(request(tokenHash));
      if (rotation.kind === "rotated") Object.assign(rotation.family, { revokedAt: NOW, audience: "x" });
      expect(await revokedAt(family.id)).toBeNull();
      expect(await f.rotate(tokenHash)).toMatchObject(rotated(true));
    });
  });
}
