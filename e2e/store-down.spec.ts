// The store goes away while the server runs. No answer from a store is not a "no": nobody is signed out,
// nobody is let in, and everything is as before once it is back. On a server of its own.

import Database from "better-sqlite3";
import { type Account, createAccount, signIn, whoIs } from "./support/accounts";
import { Client } from "./support/client";
import { json } from "./support/http";
import { expectDashboard } from "./support/pages";
import { type Server, startServer } from "./support/server";
import { expect, test } from "./support/test";

test.describe.configure({ mode: "serial" });

let server: Server;
let account: Account;
let jwt: Client;
test.beforeAll(async () => {
  server = await startServer();
  account = await createAccount(server.origin);
  jwt = await signIn(server.origin, account, "jwt");
});
test.afterEach(() => restore());
test.afterAll(() => server.stop());

const CALLS: [method: string, path: string, body?: object][] = [
  ["GET", "/api/me"],
  ["GET", "/api/settings"],
  ["PATCH", "/api/settings", { authMode: "jwt" }],
  ["GET", "/api/pair"],
  ["POST", "/api/pair", {}],
  ["POST", "/api/auth/mode", { mode: "jwt" }],
  ["POST", "/api/auth/sign-out-everywhere", {}],
];

test("the API answers 503 to good and bad sessions alike, and clears no cookie", async () => {
  const revoked = await signIn(server.origin, account);
  const copy = revoked.copy();
  await revoked.post("/api/auth/sign-out");
  takeAway();
  for (const [method, path, body] of CALLS)
    for (const [who, client] of [
      ["a good session", account.client.copy()],
      ["a revoked one", copy.copy()],
    ] as const) {
      const answer = await client.call(method, path, body ? { json: body } : {});
      const claim = `${method} ${path}, ${who}`;
      expect([answer.status, answer.text], claim).toEqual([503, '{"error":"unavailable"}']);
      expect(answer.setCookies, claim).toEqual([]);
      expect(answer.headers["cache-control"], claim).toBe("private, no-store");
    }
  expect((await new Client(server.origin).get("/api/me")).status, "no credential needs no store").toBe(401);
  restore();
  expect(await whoIs(account.client)).not.toBeNull();
  expect(await whoIs(copy)).toBeNull();
  expect(json(await account.client.get("/api/settings"))).toMatchObject({ authMode: "session" });
});

test("nobody signs in or up without a store, and a right password is not called wrong", async () => {
  const { email, password } = account;
  const client = new Client(server.origin);
  takeAway();
  for (const [path, body] of [
    ["/api/auth/sign-in", { email, password }],
    ["/api/auth/sign-in", { email, password: "wrong password" }],
    ["/api/auth/sign-up", { email: `new-${email}`, password, name: "New" }],
  ] as const) {
    const answer = await client.post(path, body);
    expect([answer.status, answer.text], path).toEqual([503, '{"error":"unavailable"}']);
    expect(answer.setCookies).toEqual([]);
  }
  restore();
  expect((await client.post("/api/auth/sign-in", { email, password })).status).toBe(200);
  expect(
    (await client.post("/api/auth/sign-up", { email: `new-${email}`, password, name: "New" })).status,
  ).toBe(201);
});

test("health answers 503 and names the store, and is well again afterwards", async () => {
  const client = new Client(server.origin);
  expect((await client.get("/api/health")).status).toBe(200);
  takeAway();
  const answer = await client.get("/api/health");
  expect(answer.status).toBe(503);
  expect(json<{ status: string }>(answer).status).not.toBe("ok");
  expect(answer.text).toMatch(/database|sqlite/i);
  expect(answer.text).not.toMatch(/no such table|coatcheck\.db/);
  expect((await client.get("/api/ping")).status).toBe(200);
  restore();
  expect(json(await client.get("/api/health"))).toMatchObject({ status: "ok" });
});

test("an expiry-only JWT is checked without a store, so it goes on being accepted", async () => {
  takeAway("sessions");
  expect((await whoIs(jwt))?.auth.mode).toBe("jwt");
  expect((await account.client.get("/api/me")).status).toBe(503);
});

test("a page shows that something went wrong, not the login page, and recovers by its own button", async ({
  browser,
}) => {
  const context = await browser.newContext({ baseURL: server.origin });
  await account.client.into(context);
  const page = await context.newPage();
  await page.goto("/dashboard");
  await expectDashboard(page);
  const before = await context.cookies();

  takeAway();
  for (const path of ["/settings", "/dashboard"]) {
    const response = await page.goto(path);
    expect(response?.status()).toBeGreaterThanOrEqual(500);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(/went wrong/i);
    await expect(page).toHaveURL(new RegExp(`${path}$`));
    await expect(page.getByLabel("Password")).toHaveCount(0);
    await expect(page.locator("body")).not.toContainText(/SQLITE|no such table/);
  }
  expect(await context.cookies()).toEqual(before);

  restore();
  await page.getByRole("button", { name: "Try again" }).click();
  await expectDashboard(page);
  await context.close();
});

test("a form that cannot be answered keeps what was typed and does not call it wrong", async ({
  browser,
}) => {
  const context = await browser.newContext({ baseURL: server.origin });
  const page = await context.newPage();
  await page.goto("/login");
  takeAway();
  await page.getByLabel("Email", { exact: true }).fill(account.email);
  await page.getByLabel("Password", { exact: true }).fill(account.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: /cannot reach its store/i })).toBeVisible();
  await expect(page.getByLabel("Email", { exact: true })).toHaveValue(account.email);
  restore();
  await page.getByLabel("Password", { exact: true }).fill(account.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expectDashboard(page);
  await context.close();
});

/** Renames tables through a connection of our own: every statement of the server's fails from now on. */
function takeAway(...tables: string[]): void {
  renameTables(tables.length > 0 ? tables : ["users", "sessions"], (table) => [table, `${table}_away`]);
}

function restore(): void {
  renameTables(["users", "sessions"], (table) => [`${table}_away`, table]);
}

function renameTables(tables: string[], names: (table: string) => [string, string]): void {
  const database = new Database(`${server.dataDir}/coatcheck.db`);
  // References in other tables are left alone, so that renaming back restores everything.
  database.pragma("legacy_alter_table = on");
  database.pragma("foreign_keys = off");
  const exists = database.prepare("select 1 from sqlite_schema where type = 'table' and name = ?");
  for (const [from, to] of tables.map(names))
    if (exists.get(from)) database.exec(`alter table "${from}" rename to "${to}"`);
  database.close();
}
