import { beforeEach, describe, expect, it } from "vitest";
import type { Principal } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/names";
import { isThrottled } from "@/lib/errors/throttled";
import { BUDGETS } from "@/lib/throttle/budgets";
import { type TestApp, useApp } from "@/lib/web/testing/app";
import { listAccounts } from "../admin/managed-accounts";
import { startSignIn } from "./sign-in";
import { createVisitor, visitorSweep } from "./visitor";

const app: TestApp = useApp();
let alice: Principal;
let networks = 0;

/** From a network of its own. */
const from = (network: string) => new Headers({ "x-forwarded-for": network });
const visit = (headers = from(`10.0.${++networks}.1`)) =>
  createVisitor(app.runtime, { kind: "visit", like: "alice" }, headers);
const run = (sql: string, ...values: unknown[]) => app.database.sqlite.prepare(sql).run(...values);

beforeEach(async () => {
  for (const table of ["users", "audit_events", "token_versions"]) run(`DELETE FROM ${table}`);
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
    expect(await createVisitor(app.runtime, { kind: "visit", like: "bob" }, from("10.1.0.1"))).toBeNull();
    run("DELETE FROM demo_accounts");
    expect(await visit()).toBeNull();
  });

  it("is not made by one network without end", async () => {
    const made = () => app.runtime.budgets.spend("visit", "10.2.0.1");
    for (let count = 0; count < BUDGETS.visit.network; count++) made();
    await expect(visit(from("10.2.0.1"))).rejects.toSatisfy(isThrottled);
    expect(await visit(from("10.2.1.1"))).not.toBeNull();
  });

  it("does not go by what anybody made of the demo account's role and state", async () => {
    run("UPDATE users SET role = 'admin', disabled_at = 1 WHERE id = ?", alice.userId);
    expect(await visit()).toMatchObject({ role: "user" });
  });

  it.each(MODE_NAMES)("has no %s sign-in that outlasts it", async (mode) => {
    const visitor = await visit();
    if (!visitor) throw new Error("There were too many visitors.");
    const { expiresAt } = (await app.runtime.accounts.find(visitor.userId)) ?? {};
    await startSignIn(app.runtime, visitor, { headers: from("10.3.0.1"), cookies: { set() {} } }, { mode });
    const [signIn] = await app.runtime.auth.modes[mode].list(visitor.userId);
    expect(signIn?.expiresAt).toEqual(expiresAt);
  });

  it("goes once no token of it can be left, with all that is on record of it, and no other", async () => {
    const [one, other] = [await visit(), await visit()];
    if (!one || !other) throw new Error("There were too many visitors.");
    const client = { ip: "10.0.0.1", userAgent: "" };
    for (const { userId } of [one, other]) {
      for (let event = 0; event < 12; event++)
        await app.runtime.audit.record({ kind: "sign-up", userId, client });
      await app.runtime.stores.revocations.bumpVersion(userId, "anybody");
    }
    const hours = (count: number) => new Date(Date.now() + count * 3600_000);
    run("UPDATE demo_accounts SET expires_at = ? WHERE user_id = ?", hours(24).getTime(), other.userId);
    const sweep = visitorSweep(app.runtime);
    expect(await sweep.deleteExpired(hours(1), 10)).toBe(0);
    // So many at a time: ten of its events, then the rest and the account.
    expect(await sweep.deleteExpired(hours(2), 10)).toBe(10);
    expect(await app.runtime.accounts.find(one.userId)).not.toBeNull();
    expect(await sweep.deleteExpired(hours(2), 10)).toBe(3);
    const left = (table: string, column: string) =>
      app.database.sqlite.prepare(`SELECT DISTINCT ${column} FROM ${table}`).pluck().all();
    expect(left("users", "id").sort()).toEqual([alice.userId, other.userId].sort());
    for (const table of ["audit_events", "token_versions"])
      expect(left(table, "user_id")).toEqual([other.userId]);
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
