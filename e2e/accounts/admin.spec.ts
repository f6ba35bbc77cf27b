// An admin at work: the list, the buttons with and without JavaScript, and above all that what the page says of
// an act is what happens: how long a credential that is already out goes on being accepted is measured. On
// accounts of the tests' own.

import type { Locator, Page } from "@playwright/test";
import { type Account, createAccount, createAdmin, signIn, whoIs } from "../support/accounts";
import { expectAccessible } from "../support/axe";
import { Client } from "../support/client";
import { json } from "../support/http";
import { button } from "../support/pages";
import { expect, test } from "../support/test";

const TTL_SECONDS = 6;

async function openAdmin(page: Page, origin: string, search: string, admin?: Account): Promise<void> {
  const { client } = admin ?? (await createAdmin(origin));
  await client.into(page.context());
  await page.goto("/");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Admin" }).click();
  await page.getByRole("searchbox", { name: "Name or address" }).fill(search);
  await button(page, "Search").click();
  await expect(person(page, search)).toBeVisible();
}
const person = (page: Page, email: string): Locator =>
  page.getByRole("region", { name: "People" }).getByRole("listitem").filter({ hasText: email });
const press = (page: Page, email: string, name: RegExp) =>
  person(page, email).getByRole("button", { name }).click();
const result = (page: Page): Locator => page.getByRole("main").getByRole("status").first();

/** Asks who this is until it is refused; says after how many seconds. Nothing renews what it holds. */
async function secondsToRefusal(client: Client, since: number, giveUpAfterSeconds: number): Promise<number> {
  while (performance.now() - since < giveUpAfterSeconds * 1000) {
    if ((await whoIs(client)) === null) return (performance.now() - since) / 1000;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("It was never refused.");
}

const CASES = [
  { name: "a session", mode: "session", settings: {}, says: "Sessions are refused at once", late: 0 },
  {
    name: "an expiry-only JWT",
    mode: "jwt",
    settings: { jwt: { revocation: "expiry-only", accessTtlSeconds: TTL_SECONDS } },
    says: `A JWT (expiry-only) that is already out works for at most ${TTL_SECONDS} s more`,
    late: TTL_SECONDS,
  },
  {
    name: "a denylist JWT",
    mode: "jwt",
    settings: { jwt: { revocation: "denylist" } },
    says: "JWTs (denylist) are refused at once",
    late: 0,
  },
] as const;

for (const { name, mode, settings, says, late } of CASES)
  test(`disabling somebody with ${name} is felt as soon as the page says`, async ({ page, origin }) => {
    const account = await createAccount(origin, settings);
    const device = await signIn(origin, account, mode);
    expect((await account.client.post("/api/auth/sign-out")).status).toBe(204);
    await openAdmin(page, origin, account.email);
    await signInAgain(device, account, mode);
    const copy = device.only("__Host-session", "__Host-access");
    expect(await whoIs(copy)).toMatchObject({ auth: { mode } });

    const pressedAt = performance.now();
    await press(page, account.email, /^Disable/);
    const measuring = secondsToRefusal(copy, pressedAt, 30);
    await expect(result(page)).toContainText(`${account.name}’s account is disabled`);
    await expect(result(page)).toContainText(says);
    await expect(result(page)).toContainText("1 sign-in ended");
    await expect(person(page, account.email)).toContainText("Disabled");
    const measured = await measuring;
    test.info().annotations.push({ type: "seconds to the first refusal", description: measured.toFixed(2) });
    // Until the act is done, nothing is late: it takes a moment itself.
    expect(measured).toBeLessThan(late + 2.5);
    if (late > 0) expect(measured).toBeGreaterThan(late - 4);

    expect((await device.post("/api/auth/refresh")).status).toBe(401);
    const { email, password } = account;
    const attempt = await new Client(origin).post("/api/auth/sign-in", { email, password });
    expect([attempt.status, json(attempt)]).toEqual([401, { error: "invalid_credentials" }]);

    await press(page, email, /^Enable/);
    await expect(result(page)).toContainText("enabled again");
    expect(await whoIs(copy)).toBeNull();
    expect(await whoIs(await signIn(origin, account))).not.toBeNull();
  });

/** Anew just before the act, so that a short-lived token is as long-lived as it gets. */
async function signInAgain(device: Client, account: Account, mode: "session" | "jwt"): Promise<void> {
  const { email, password } = account;
  expect((await device.post("/api/auth/sign-in", { email, password, mode })).status).toBe(200);
}

test("a new admin sees the page from the next sign-in on, and a demoted one not with an old JWT either", async ({
  page,
  origin,
}) => {
  const account = await createAccount(origin, { authMode: "jwt" });
  const before = await signIn(origin, account);
  expect((await before.get("/admin")).status).toBe(403);
  expect((await before.get("/api/admin/users")).status).toBe(403);
  await openAdmin(page, origin, account.email);
  await press(page, account.email, /^Make admin/);
  await expect(result(page)).toContainText(`${account.name} is an admin now`);
  expect((await before.copy().get("/api/admin/users")).status).toBe(403);

  const promoted = await signIn(origin, account);
  expect((await promoted.get("/admin")).status).toBe(200);
  expect((await promoted.get(`/api/admin/users?search=${account.email}`)).status).toBe(200);
  await press(page, account.email, /^Make user/);
  await expect(result(page)).toContainText(`${account.name} is no admin any more`);
  const copy = promoted.only("__Host-access");
  expect((await whoIs(copy))?.user.role).toBe("admin");
  const other = await createAccount(origin);
  const { user } = (await whoIs(other.client)) ?? { user: { id: "" } };
  for (const answer of [
    await copy.get("/api/admin/users"),
    await copy.call("PATCH", `/api/admin/users/${user.id}`, { json: { disabled: true } }),
    await copy.post(`/api/admin/users/${user.id}/sign-out`),
  ])
    expect([answer.status, json(answer)]).toEqual([403, { error: "forbidden" }]);
  expect((await copy.get("/admin")).status).toBe(403);
  expect(await whoIs(other.client)).not.toBeNull();
});

test("the link and the page are not for users, and their own account nobody changes here", async ({
  signedIn: page,
  account,
  origin,
}) => {
  await page.goto("/dashboard");
  const main = page.getByRole("navigation", { name: "Main" });
  await expect(main.getByRole("link", { name: "Settings" })).toBeVisible();
  await expect(main.getByRole("link", { name: "Admin" })).toHaveCount(0);
  const answer = await page.goto("/admin");
  expect(answer?.status()).toBe(403);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This is not for your account");
  await expect(page.getByText(account.email)).toHaveCount(0);
  await page.context().clearCookies();
  const admin = await createAdmin(origin);
  await openAdmin(page, origin, admin.email, admin);
  await expect(person(page, admin.email)).toContainText("(you)");
  await expect(person(page, admin.email).getByRole("button")).toHaveCount(0);
});

test("the demo admin sees the demo accounts, and says that there may be others", async ({
  page,
  account,
  origin,
}) => {
  await page.goto("/");
  await page.getByRole("button", { name: "as Admin" }).click();
  await expect(page).toHaveURL(/\/dashboard$/);
  await page.goto("/admin");
  await expect(page.getByText("so real accounts are not shown")).toBeVisible();
  await expect(person(page, "alice@example.com")).toContainText("Demo account");
  await page.goto(`/admin?search=${account.email}`);
  await expect(page.getByText("Nobody of this name or address")).toBeVisible();
  const client = new Client(origin);
  const password = "correct horse battery staple";
  expect((await client.post("/api/auth/sign-in", { email: "admin@example.com", password })).status).toBe(200);
  const { id = "" } = (await whoIs(account.client))?.user ?? {};
  for (const change of [{ disabled: true }, { role: "admin" }]) {
    const answer = await client.call("PATCH", `/api/admin/users/${id}`, { json: change });
    expect([answer.status, json(answer)]).toEqual([404, { error: "not_found" }]);
  }
  expect((await whoIs(account.client))?.user.role).toBe("user");
});

test("axe finds nothing on the page and the result of an act, nothing is too wide, and the keyboard is enough", async ({
  page,
  origin,
}) => {
  const account = await createAccount(origin);
  await openAdmin(page, origin, account.email);
  await expectAccessible(page);
  await person(page, account.email)
    .getByRole("link", { name: /^Activity/ })
    .focus();
  for (const name of [/^Make admin/, /^Disable/, /^End sign-ins/]) {
    await page.keyboard.press("Tab");
    await expect(person(page, account.email).getByRole("button", { name })).toBeFocused();
  }
  await page.keyboard.press("Enter");
  await expect(result(page)).toContainText("1 sign-in ended");
  await expect(page.locator(":focus")).toContainText("sign-ins were ended");
  await expect(page).toHaveURL(/search=/);
  await expectAccessible(page);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("search, an act and its result work", async ({ page, account, origin }) => {
    await openAdmin(page, origin, account.email);
    await press(page, account.email, /^End sign-ins/);
    await expect(result(page)).toContainText(`${account.name}’s sign-ins were ended`);
    await expect(result(page)).toContainText("1 sign-in ended");
    await expect(person(page, account.email)).toContainText("0 sessions");
    expect(await whoIs(account.client)).toBeNull();
  });
});
