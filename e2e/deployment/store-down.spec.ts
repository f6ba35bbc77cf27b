// The store goes away while the server runs, as people see it: no answer from a store is not a "no". Nobody is signed
// out, nothing is lost, and everything is as before once it is back. What the API answers meanwhile is in
// app/api/outage.test.ts.

import { whoIs } from "../support/accounts";
import { ask, isOnPostgres } from "../support/database";
import { json } from "../support/http";
import { button, expectDashboard } from "../support/pages";
import { expect, testOnOwnServer as test } from "../support/test";

let dataDir: string;
test.beforeAll(({ ownServer }) => {
  ({ dataDir } = ownServer);
});
test.afterEach(() => restore());

test("health names the store that is away, and a good session gets 503 and keeps its cookie", async ({
  account,
}) => {
  await takeAway();
  const health = await account.client.get("/api/health");
  expect([health.status, json(health).status]).not.toContain("ok");
  expect(health.status).toBe(503);
  expect(health.text).toMatch(/database|sqlite/i);
  expect(health.text).not.toMatch(/no such table|coatcheck\.db/);
  const me = await account.client.get("/api/me");
  expect([me.status, me.text, me.setCookies]).toEqual([503, '{"error":"unavailable"}', []]);
  expect((await account.client.get("/api/ping")).status).toBe(200);
  await restore();
  expect(json(await account.client.get("/api/health"))).toMatchObject({ status: "ok" });
  expect(await whoIs(account.client)).not.toBeNull();
});

test("a page shows that something went wrong, not the login page, and recovers by its own button", async ({
  signedIn: page,
  context,
  complaints,
}) => {
  await page.goto("/dashboard");
  await expectDashboard(page);
  const before = await context.cookies();

  await takeAway();
  for (const path of ["/settings", "/dashboard"]) {
    const response = await page.goto(path);
    expect(response?.status()).toBeGreaterThanOrEqual(500);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(/went wrong/i);
    await expect(page).toHaveURL(new RegExp(`${path}$`));
    await expect(page.getByLabel("Password")).toHaveCount(0);
    await expect(page.locator("body")).not.toContainText(/SQLITE|no such table/);
  }
  expect(await context.cookies()).toEqual(before);

  await restore();
  await button(page, "Try again").click();
  await expectDashboard(page);
  // The browser and React each say what the answers were.
  complaints.splice(0);
});

test("a form that cannot be answered keeps what was typed and does not call it wrong", async ({
  page,
  account,
}) => {
  await page.goto("/login");
  await takeAway();
  await page.getByLabel("Email", { exact: true }).fill(account.email);
  await page.getByLabel("Password", { exact: true }).fill(account.password);
  await button(page, "Sign in").click();
  await expect(page.getByRole("alert").filter({ hasText: /cannot reach its store/i })).toBeVisible();
  await expect(page.getByLabel("Email", { exact: true })).toHaveValue(account.email);
  await restore();
  await page.getByLabel("Password", { exact: true }).fill(account.password);
  await button(page, "Sign in").click();
  await expectDashboard(page);
});

/** Renames tables through a connection of our own: every statement of the server's fails from now on. */
function takeAway(): Promise<void> {
  return renameTables((table) => [table, `${table}_away`]);
}

function restore(): Promise<void> {
  return renameTables((table) => [`${table}_away`, table]);
}

async function renameTables(names: (table: string) => [string, string]): Promise<void> {
  const all = isOnPostgres ? "select tablename as name from pg_tables" : "select name from sqlite_schema";
  const there = (await ask<{ name: string }>(dataDir, all)).map(({ name }) => name);
  for (const [from, to] of ["users", "sessions"].map(names))
    if (there.includes(from)) await ask(dataDir, `alter table "${from}" rename to "${to}"`);
}
