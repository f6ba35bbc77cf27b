import { expect, it, vi } from "vitest";
import { makeTables } from "@/db/sqlite/migrate";
import { newUserId } from "@/lib/auth/random";
import type { AuditEvent } from "../audit";
import { createAuditStore } from "./audit";
import { sqliteBackend } from "./backend";

// How SQLite goes about the audit trail. What is asked of it stands in the contract suite.

const NOW = new Date(Date.UTC(2026, 0, 15, 12));
const ada = newUserId();
const event = (kind: "sign-in"): AuditEvent => ({
  kind,
  userId: ada,
  client: { ip: "192.0.2.7", userAgent: "Test/1.0" },
});

it("every statement is prepared once and goes by an index", async () => {
  const backend = await sqliteBackend(":memory:", makeTables).open();
  const { database } = backend;
  const log = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const prepare = vi.spyOn(database.sqlite, "prepare");
  const store = createAuditStore(database.db, backend.stores.atomically);
  const statements = prepare.mock.calls.map(([source]) => source);
  expect(statements).toHaveLength(8);
  prepare.mockClear();
  await store.record(event("sign-in"), NOW);
  await store.list({ userId: ada, kinds: ["sign-in"], limit: 1 }, NOW);
  await store.list({ limit: 1 }, NOW);
  await store.deleteExpired(NOW, 1);
  await store.deleteByUser(ada);
  expect(prepare).not.toHaveBeenCalled();
  log.mockRestore();

  const plans = statements
    .filter((source) => !source.startsWith("insert"))
    .map((source) => {
      const plan = database.sqlite.prepare(`EXPLAIN QUERY PLAN ${source}`);
      return JSON.stringify(plan.all(...Array(source.split("?").length - 1).fill(0)));
    });
  for (const plan of plans) expect(plan).not.toMatch(/SCAN|TEMP B-TREE/);
  const selects = plans.slice(0, 4);
  expect(selects[0]).toContain("INTEGER PRIMARY KEY (rowid<?)");
  expect(selects[1]).toContain("audit_events_by_kind (kind=? AND id<?)");
  expect(selects[2]).toContain("audit_events_by_user (user_id=? AND id<?)");
  expect(selects[3]).toContain("audit_events_by_user_and_kind (user_id=? AND kind=? AND id<?)");
});
