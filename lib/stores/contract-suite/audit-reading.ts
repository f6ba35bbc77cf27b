import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { UserId } from "@/lib/auth/contract";
import { newUserId } from "@/lib/auth/random";
import { AUDIT_RETENTION_DAYS, type AuditKind, type AuditStore } from "../audit";
import type { TestBackend } from "../testing/backends";
import { createTrail, later, MINUTE, NOW, type Trail } from "../testing/trail";

// The audit trail: what is read of it, by whom, and what is forgotten.

export function testReading(backend: () => TestBackend): void {
  describe("reading the audit trail", () => {
    let trail: Trail;
    let audit: AuditStore;
    let ada: UserId;
    beforeEach(() => {
      trail = createTrail(backend());
      ({ audit, ada } = trail);
    });

    const event: Trail["event"] = (...args) => trail.event(...args);
    const kindsOf: Trail["kindsOf"] = (...args) => trail.kindsOf(...args);

    describe("listing", () => {
      it("shows a person their own events and everybody's only where no person is named", async () => {
        const bob = newUserId();
        await audit.record(event("sign-in"), NOW);
        await audit.record(event("sign-out", { userId: bob, actorId: ada }), NOW);
        expect(await kindsOf()).toEqual(["sign-in"]);
        expect(await kindsOf({ userId: bob })).toEqual(["sign-out"]);
        expect(await kindsOf({ userId: undefined })).toEqual(["sign-out", "sign-in"]);
        expect(await kindsOf({ userId: "" as UserId })).toEqual([]);
        expect(await kindsOf({ userId: "x' OR '1'='1" as UserId })).toEqual([]);
      });

      it("pages are without gap or repetition, whatever the kinds, limit and people", async () => {
        const kinds: AuditKind[] = ["sign-in", "refreshed", "sign-out", "settings.changed"];
        const people = [ada, newUserId()];
        for (let i = 0; i < 60; i++) {
          const [kind = "sign-in", userId = ada] = [kinds[(i * i) % 4], people[i % 2]];
          await audit.record(event(kind, { userId }), NOW);
        }
        const everything = (await audit.list({ limit: 1_000 }, NOW)).events;
        await fc.assert(
          fc.asyncProperty(
            fc.subarray(kinds),
            fc.constantFrom(undefined, ...people, people, people.slice(1), []),
            fc.integer({ min: 1, max: 40 }),
            async (chosen, userId, limit) => {
              const ids: number[] = [];
              let before: number | undefined;
              do {
                const page = await audit.list({ userId, kinds: chosen, before, limit }, NOW);
                expect(page.events.length).toBeLessThanOrEqual(limit);
                ids.push(...page.events.map(({ id }) => id));
                before = page.next ?? undefined;
              } while (before !== undefined);
              const expected = everything
                .filter(({ kind }) => chosen.length === 0 || chosen.includes(kind))
                .filter((found) => userId === undefined || [userId].flat().includes(found.userId));
              expect(ids).toEqual(expected.map(({ id }) => id));
            },
          ),
          { numRuns: 60 },
        );
      });

      it("leaves out what a later version has written", async () => {
        await audit.record(event("sign-in"), NOW);
        await audit.record(event("sign-out"), NOW);
        await trail.backend.sql("UPDATE audit_events SET kind = 'teleported' WHERE kind = 'sign-out'");
        expect(await kindsOf()).toEqual(["sign-in"]);
      });
    });

    describe("forgetting", () => {
      const RETENTION = AUDIT_RETENTION_DAYS * 24 * 60 * MINUTE;

      it("what is past its time is not shown, and goes a batch at a time; the rest stays", async () => {
        for (let i = 0; i < 5; i++) await audit.record(event("sign-in"), NOW);
        await audit.record(event("sign-out"), later(1));
        const end = later(RETENTION);
        expect(await kindsOf({}, later(RETENTION - 1))).toHaveLength(6);
        expect(await audit.deleteExpired(later(RETENTION - 1), 500)).toBe(0);
        expect(await kindsOf({}, end)).toEqual(["sign-out"]);
        expect([await audit.deleteExpired(end, 3), await audit.deleteExpired(end, 3)]).toEqual([3, 2]);
        expect(await audit.deleteExpired(end, 3)).toBe(0);
        expect(await kindsOf({}, NOW)).toEqual(["sign-out"]);
      });

      it("forgets one person, and keeps the record of the deletion", async () => {
        const bob = newUserId();
        await audit.record(event("sign-in", { userId: bob }), NOW);
        await audit.record(event("sign-in"), NOW);
        await trail.backend.stores.atomically(async () => {
          expect(await audit.deleteByUser(ada)).toBe(1);
          await audit.record(event("account.deleted"), NOW);
        });
        expect(await kindsOf()).toEqual(["account.deleted"]);
        expect(await kindsOf({ userId: bob })).toEqual(["sign-in"]);
      });

      it("an id is never used again, so a cursor never shows what came later", async () => {
        const newest = async () => (await audit.list({ userId: ada, limit: 1 }, NOW)).events[0]?.id ?? 0;
        await audit.record(event("sign-in"), NOW);
        const first = await newest();
        await audit.deleteByUser(ada);
        await audit.record(event("sign-out"), NOW);
        expect(await newest()).toBeGreaterThan(first);
      });
    });
  });
}
