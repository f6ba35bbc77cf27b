import { inspect } from "node:util";
import { expect, it } from "vitest";
import type { RefreshTokenStore, RevocationStore, SessionStore } from "../../parts";
import { newToken, sha256 } from "../../random";
import { AUDIENCE } from "../../testing/kit";
import { at, NOW, request, type StoreFixture } from "../../testing/store-fixture";

// A backend that is broken says so: never "not found", never "signed out".

type Calls<S> = Record<keyof S, () => Promise<unknown>>;

export function testFaults(fixture: () => StoreFixture, faults: readonly string[]): void {
  for (const fault of faults) {
    it(`with a ${fault} every method throws store_unavailable, never "not found", and names no secret`, async () => {
      const f = fixture();
      const { sessions, refreshTokens, revocations, atomically } = f.stores;
      const session = await f.addSession();
      const { family, tokenHash } = await f.addFamily();
      const { userId } = f.ada;
      const ofSessions: Calls<SessionStore> = {
        insert: () => f.addSession(),
        find: () => sessions.find(session.tokenHash, NOW),
        touch: () => sessions.touch(session.id, NOW, userId),
        delete: () => sessions.delete(userId, AUDIENCE, session.id),
        deleteByUser: () => sessions.deleteByUser(userId, AUDIENCE, NOW),
        findById: () => sessions.findById(userId, AUDIENCE, session.id, NOW),
        listByUser: () => sessions.listByUser(userId, AUDIENCE, NOW),
        tallyByUser: () => sessions.tallyByUser(userId, AUDIENCE, NOW),
        deleteExpired: () => sessions.deleteExpired(NOW, 1),
      };
      const ofFamilies: Calls<RefreshTokenStore> = {
        insert: () => refreshTokens.insert(f.buildFamily(), sha256(newToken())),
        rotate: () => refreshTokens.rotate(request(tokenHash)),
        find: () => refreshTokens.find(family.id, NOW),
        ownerOf: () => refreshTokens.ownerOf(tokenHash, AUDIENCE),
        revokeFamily: () => refreshTokens.revokeFamily(userId, AUDIENCE, family.id, NOW),
        revokeByUser: () => refreshTokens.revokeByUser(userId, AUDIENCE, NOW),
        listByUser: () => refreshTokens.listByUser(userId, AUDIENCE, NOW),
        tallyByUser: () => refreshTokens.tallyByUser(userId, AUDIENCE, NOW),
        deleteExpired: () => refreshTokens.deleteExpired(NOW, 1),
      };
      const ofRevocations: Calls<RevocationStore> = {
        deny: () => revocations.deny(["key"], at(1)),
        isDenied: () => revocations.isDenied("key", NOW),
        version: () => revocations.version(userId, AUDIENCE),
        bumpVersion: () => revocations.bumpVersion(userId, AUDIENCE),
        forgetVersions: () => revocations.forgetVersions(userId),
        deleteExpired: () => revocations.deleteExpired(NOW, 1),
      };
      const calls = [ofSessions, ofFamilies, ofRevocations].flatMap((store) => Object.entries(store));
      expect(await ofSessions.find()).not.toBeNull();
      expect(await ofFamilies.ownerOf()).not.toBeNull();

      expect(f.faults).toHaveProperty([fault]);
      await f.faults[fault]?.();
      const secrets = [session.tokenHash, tokenHash].map((hash) => hash.toString("hex").slice(0, 12));
      calls.push(["atomically", () => atomically(ofRevocations.version)]);
      for (const [method, call] of calls) {
        const error = await call().catch((thrown: unknown) => thrown);
        expect(error, method).toMatchObject({ name: "AuthError", code: "store_unavailable" });
        expect(inspect(error, { depth: 9 }), method).not.toMatch(new RegExp(`${secrets.join("|")}|<Buffer`));
      }
    });
  }
}
