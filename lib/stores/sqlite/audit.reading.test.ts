import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { UserId } from "@/lib/auth/contract";
import { newUserId } from "@/lib/auth/random";
import type { AuditKind } from "@/lib/stores/audit";
import { AUDIT_RETENTION_DAYS, type AuditStore } from "../audit";
import { later, MINUTE, NOW, openTrail, type Trail } from "../testing/trail";
import { createAuditStore } from "./audit";

let trail: Trail;
let audit: AuditStore;
let ada: UserId;
beforeEach(() => {
  trail = openTrail();
  ({ audit, ada } = trail);
});
afterEach(() => trail.close());

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
    trail.database.sqlite.exec("UPDATE audit_events SET kind = 'teleported' WHERE kind = 'sign-out'");
    expect(await kindsOf()).toEqual(["sign-in"]);
  });

  it("every statement is prepared once and goes by an index", async () => {
    const prepare = vi.spyOn(trail.database.sqlite, "prepare");
    const store = createAuditStore(trail.database.db, trail.stores.atomically);
    const statements = prepare.mock.calls.map(([source]) => source);
    expect(statements).toHaveLength(8);
    prepare.mockClear();
    await store.record(event("sign-in"), NOW);
    await store.list({ userId: ada, kinds: ["sign-in"], limit: 1 }, NOW);
    await store.list({ limit: 1 }, NOW);
    await store.deleteExpired(NOW, 1);
    await store.deleteByUser(ada);
    expect(prepare).not.toHaveBeenCalled();

    const plans = statements
      .filter((source) => !source.startsWith("insert"))
      .map((source) => {
        const plan = trail.database.sqlite.prepare(`EXPLAIN QUERY PLAN ${source}`);
        return JSON.stringify(plan.all(...Array(source.split("?").length - 1).fill(0)));
      });
    for (const plan of plans) expect(plan).not.toMatch(/SCAN|TEMP B-TREE/);
    const selects = plans.slice(0, 4);
    expect(selects[0]).toContain("INTEGER PRIMARY KEY (rowid<?)");
    expect(selects[1]).toContain("audit_events_by_kind (kind=? AND id<?)");
    expect(selects[2]).toContain("audit_events_by_user (user_id=? AND id<?)");
    expect(selects[3]).toContain("audit_events_by_user_and_kind (user_id=? AND kind=? AND id<?)");
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
    await trail.stores.atomically(async () => {
      expect(await audit.deleteByUser(ada)).toBe(1);
      await audit.record(event("account.deleted"), NOW);
    });
    expect(await kindsOf()).toEqual(["account.deleted"]);
    expect(await kindsOf({ userId: bob })).toEqual(["sign-in"]);
  });

  it("an id is never used again, so a cursor never shows what came later", async () => {
    await audit.record(event("sign-in"), NOW);
    await audit.deleteByUser(ada);
    await audit.record(event("sign-out"), NOW);
    expect((await audit.list({ userId: ada, limit: 1 }, NOW)).events[0]?.id).toBe(2);
  });
});
