import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { UserId } from "@/lib/auth/contract";
import { newSessionId, newUserId } from "@/lib/auth/random";
import type { AuditStore } from "../audit";
import type { TestBackend } from "../testing/backends";
import { createTrail, later, MINUTE, NOW, type Trail } from "../testing/trail";

// The audit trail: what is written, once, folded or not at all.

export function testRecording(backend: () => TestBackend): void {
  describe("the audit trail", () => {
    let trail: Trail;
    let audit: AuditStore;
    let ada: UserId;
    beforeEach(() => {
      trail = createTrail(backend());
      ({ audit, ada } = trail);
    });

    const event: Trail["event"] = (...args) => trail.event(...args);
    const kindsOf: Trail["kindsOf"] = (...args) => trail.kindsOf(...args);

    describe("recording", () => {
      it("an event comes back as it was written", async () => {
        const full = event("role.changed", {
          actorId: newUserId(),
          sessionId: newSessionId(),
          mode: "jwt",
          detail: { from: "user", count: 2, kept: true, nothing: null },
        });
        await audit.record(full, NOW);
        await audit.record(event("sign-out"), NOW);
        const { events, next } = await audit.list({ userId: ada, limit: 100 }, NOW);
        expect(events).toEqual([
          { ...event("sign-out"), id: expect.any(Number), at: NOW, detail: {} },
          { ...full, id: expect.any(Number), at: NOW },
        ]);
        expect(next).toBeNull();
      });

      it("a transaction that is undone leaves no event, one that is kept leaves it", async () => {
        const record = () => audit.record(event("sign-out"), NOW);
        await expect(
          trail.backend.stores.atomically(async () => {
            await record();
            throw new Error("Undo it.");
          }),
        ).rejects.toThrow("Undo it.");
        expect(await kindsOf()).toEqual([]);
        await trail.backend.stores.atomically(record);
        expect(await kindsOf()).toEqual(["sign-out"]);
      });

      it("logs ids and the reason, and no address, browser or other detail", async () => {
        const sessionId = newSessionId();
        const detail = { reason: "revoked", firstIp: "198.51.100.1" };
        await audit.record(event("credential.refused", { sessionId, mode: "jwt", detail }), NOW);
        const [line = "", ...more] = trail.backend.logged;
        expect(more).toEqual([]);
        expect(JSON.parse(line)).toEqual({
          time: expect.any(String),
          event: "credential.refused",
          userId: ada,
          sessionId,
          mode: "jwt",
          reason: "revoked",
        });
      });

      it("text of any kind is kept as text", async () => {
        const text = fc.string({ unit: "binary" }).filter((value) => !value.includes("\0"));
        await fc.assert(
          fc.asyncProperty(text, text, text, async (ip, userAgent, reason) => {
            await audit.record(event("sign-in", { client: { ip, userAgent }, detail: { reason } }), NOW);
            const [last] = (await audit.list({ userId: ada, limit: 1 }, NOW)).events;
            expect(last).toMatchObject({ client: { ip, userAgent }, detail: { reason } });
          }),
          { numRuns: 200 },
        );
      });
    });

    describe("the log", () => {
      it("has a line when the event is there for good, and none when it was undone", async () => {
        await trail.backend.stores.atomically(async () => {
          await audit.record(event("sign-out"), NOW);
          await audit.recordFolded(event("refreshed"), NOW);
          expect(trail.backend.logged).toEqual([]);
        });
        expect(trail.backend.logged).toHaveLength(2);
        const undone = trail.backend.stores.atomically(async () => {
          await audit.record(event("sign-out"), NOW);
          await audit.recordFolded(event("refreshed"), NOW);
          throw new Error("Undo it.");
        });
        await expect(undone).rejects.toThrow("Undo it.");
        expect(trail.backend.logged).toHaveLength(2);
      });
    });

    describe("recording folded", () => {
      const sessionId = newSessionId();
      const refreshed = (more: Parameters<Trail["event"]>[1] = {}) =>
        event("refreshed", { sessionId, mode: "jwt", ...more });
      const details = async () =>
        (await audit.list({ userId: ada, limit: 100 }, NOW)).events.map(({ detail }) => detail);

      it("a thousand alike within a minute are one row with their number, the next minute's another", async () => {
        for (let i = 0; i < 1_000; i++) await audit.recordFolded(refreshed(), later(i * 59));
        expect(await details()).toEqual([{ times: 1_000, lastAt: later(999 * 59).toISOString() }]);
        await audit.recordFolded(refreshed(), later(MINUTE));
        expect(await details()).toHaveLength(2);
        expect((await details())[0]).toEqual({});
      });

      it("another sign-in, network, kind, reason or person has a row of its own", async () => {
        const from = (ip: string) => ({ client: { ip, userAgent: "Test/1.0" } });
        const different = [
          refreshed(),
          refreshed({ sessionId: newSessionId() }),
          refreshed(from("203.0.113.9")),
          refreshed({ detail: { reason: "a" } }),
          refreshed({ detail: { reason: "b" } }),
          event("settings.changed", { sessionId, mode: "jwt" }),
          refreshed({ actorId: newUserId() }),
        ];
        for (let round = 0; round < 2; round++)
          for (const one of different) await audit.recordFolded(one, NOW);
        expect(await details()).toHaveLength(different.length);
        expect((await details()).every(({ times }) => times === 2)).toBe(true);
      });

      it("says what was last said of each fact", async () => {
        for (const detail of [{ a: 1 }, { b: 1 }, { a: 2 }])
          await audit.recordFolded(refreshed({ detail }), NOW);
        expect(await details()).toEqual([{ a: 2, b: 1, times: 3, lastAt: NOW.toISOString() }]);
      });

      it("never writes into a row whose transaction was undone, nor loses an event whose row is gone", async () => {
        const undone = trail.backend.stores.atomically(async () => {
          await audit.recordFolded(refreshed(), NOW);
          throw new Error("Undo it.");
        });
        await expect(undone).rejects.toThrow("Undo it.");
        await audit.record(event("sign-in", { detail: { newDevice: true } }), NOW);
        await audit.recordFolded(refreshed(), NOW);
        expect(await details()).toEqual([{}, { newDevice: true }]);
        await audit.deleteByUser(ada);
        await audit.recordFolded(refreshed(), NOW);
        expect(await details()).toEqual([{}]);
      });

      it("a clock that was set back does not fold into the future", async () => {
        await audit.recordFolded(refreshed(), later(10 * MINUTE));
        await audit.recordFolded(refreshed(), NOW);
        expect(await kindsOf({}, later(10 * MINUTE))).toHaveLength(2);
      });
    });

    describe("recording once", () => {
      const refuse = (key: string, at: Date) =>
        audit.recordOnce(event("credential.refused", { detail: { reason: "revoked" } }), key, at);

      it("a thousand requests in a minute leave one row a key, and the next minute one more", async () => {
        for (let i = 0; i < 1_000; i++) await refuse("a", later(i * 59));
        await refuse("b", NOW);
        expect(await kindsOf({}, later(MINUTE))).toHaveLength(2);
        await refuse("a", later(MINUTE));
        await refuse("a", later(MINUTE + 1));
        expect(await kindsOf({}, later(MINUTE))).toHaveLength(3);
      });

      it("requests at the same instant leave one row", async () => {
        await Promise.all(Array.from({ length: 50 }, () => refuse("a", NOW)));
        expect(await kindsOf()).toHaveLength(1);
      });

      it("a clock that was set back does not silence it", async () => {
        await refuse("a", later(10 * MINUTE));
        await refuse("a", NOW);
        expect(await kindsOf({}, later(10 * MINUTE))).toHaveLength(2);
      });

      it("what could not be written is tried again", async () => {
        await trail.backend.sql("ALTER TABLE audit_events RENAME TO elsewhere");
        await expect(refuse("a", NOW)).rejects.toMatchObject({ code: "store_unavailable" });
        await trail.backend.sql("ALTER TABLE elsewhere RENAME TO audit_events");
        await refuse("a", NOW);
        expect(await kindsOf()).toHaveLength(1);
      });
    });

    it("a table that is gone is store_unavailable, never an empty trail", async () => {
      await audit.record(event("sign-in"), NOW);
      await trail.backend.sql("ALTER TABLE audit_events RENAME TO elsewhere");
      const calls = [
        audit.record(event("sign-in"), NOW),
        audit.recordOnce(event("credential.refused"), "a", NOW),
        audit.list({ userId: ada, limit: 1 }, NOW),
        audit.list({ kinds: ["sign-in"], limit: 1 }, NOW),
        audit.deleteByUser(ada),
        audit.deleteExpired(NOW, 1),
      ];
      const refusals = calls.map((call) => expect(call).rejects.toMatchObject({ code: "store_unavailable" }));
      await Promise.all(refusals);
      await trail.backend.sql("ALTER TABLE elsewhere RENAME TO audit_events");
    });
  });
}
