import { beforeEach, describe, expect, it } from "vitest";
import type { Principal } from "@/lib/auth/contract";
import { isThrottled } from "@/lib/errors/throttled";
import { BUDGETS } from "@/lib/throttle/budgets";
import { type TestApp, useApp } from "@/lib/web/testing/app";
import { listAccounts } from "../admin/managed-accounts";
import { createVisitor, visitorSweep } from "./visitor";

const app: TestApp = useApp();
let alice: Principal;
let networks = 0;

/** From a network of its own. */
const from = (network: string) => new Headers({ "x-forwarded-for": network });
const visit = (headers = from(`10.0.${++networks}.1`)) =>
  createVisitor(app.runtime, { like: "alice", seconds: 60 }, headers);
const run = (sql: string, ...values: unknown[]) => app.runtime.database.sqlite.prepare(sql).run(...values);

beforeEach(async () => {
  run("DELETE FROM users");
  alice = await app.createAccount();
  run("UPDATE users SET email = 'alice@example.com' WHERE id = ?", alice.userId);
  app.makeDemo(alice);
});

describe("an account of one visitor's", () => {
  it("is like the demo account and nobody else's, and nobody guesses its address", async () => {
    const [one, other] = [await visit(), await visit()];
    expect(one?.name).toBe(alice.name);
    expect(one?.email).toMatch(/^alice-[0-9a-f]{16}@example\.com$/);
    expect(other?.email).not.toBe(one?.email);
    expect(await app.runtime.accounts.find(one?.userId ?? alice.userId)).toMatchObject({
      demo: true,
      principal: { role: "user" },
      passwordHash: (await app.runtime.accounts.find(alice.userId))?.passwordHash,
    });
  });

  it("is not made with DEMO off, without a demo account to be like, or when that one is a real person's", async () => {
    app.runtime.config.demo = false;
    expect(await visit()).toBeNull();
    app.runtime.config.demo = true;
    expect(await createVisitor(app.runtime, { like: "nobody", seconds: 60 }, from("10.1.0.1"))).toBeNull();
    run("DELETE FROM demo_accounts");
    expect(await visit()).toBeNull();
  });

  it("is not made by one network without end", async () => {
    const made = () => app.runtime.budgets.spend("visit", "10.2.0.1");
    for (let count = 0; count < BUDGETS.visit.network; count++) made();
    await expect(visit(from("10.2.0.1"))).rejects.toSatisfy(isThrottled);
    expect(await visit(from("10.2.1.1"))).not.toBeNull();
  });

  it("goes when its time is over, with its sign-ins and all that is on record of it, and no other", async () => {
    const [one, other] = [await visit(), await visit()];
    if (!one || !other) throw new Error("There were too many visitors.");
    const client = { ip: "10.0.0.1", userAgent: "" };
    for (const { userId } of [one, other])
      await app.runtime.audit.record({ kind: "sign-up", userId, client });
    run("UPDATE demo_accounts SET expires_at = ? WHERE user_id = ?", Date.now() + 120_000, other.userId);
    const sweep = visitorSweep(app.runtime);
    expect(await sweep.deleteExpired(new Date(), 10)).toBe(0);
    expect(await sweep.deleteExpired(new Date(Date.now() + 61_000), 10)).toBe(1);
    const left = (table: string, column: string) =>
      app.runtime.database.sqlite.prepare(`SELECT ${column} FROM ${table}`).pluck().all();
    expect(left("users", "id").sort()).toEqual([alice.userId, other.userId].sort());
    expect(left("audit_events", "user_id")).toEqual([other.userId]);
    expect(await app.runtime.accounts.countVisitors()).toBe(1);
  });

  it("is out of the reach of the demo admin, whom anybody can be", async () => {
    const visitor = await visit();
    const admin = await app.createAccount();
    app.makeDemo(admin);
    run("UPDATE users SET role = 'admin' WHERE id = ?", admin.userId);
    const seen = await listAs(admin);
    expect(seen).toEqual(expect.arrayContaining(["alice@example.com"]));
    expect(seen).not.toContain(visitor?.email);
    run("DELETE FROM demo_accounts WHERE user_id = ?", admin.userId);
    expect(await listAs(admin)).toContain(visitor?.email);
  });
});

/** The addresses that this admin sees. */
async function listAs(admin: Principal): Promise<string[]> {
  const { auth, settings } = app.runtime;
  const policy = await settings.get(admin.userId);
  const principal = { ...admin, role: "admin" as const };
  const { sessionId } = await auth.modes.session.issue(principal, { ip: "::1", userAgent: "" }, policy);
  const current = { principal, mode: "session" as const, sessionId } as Parameters<typeof listAccounts>[1];
  const page = await listAccounts(app.runtime, current, {}, { limit: 50, after: undefined });
  return page?.users.map(({ email }) => email) ?? [];
}
