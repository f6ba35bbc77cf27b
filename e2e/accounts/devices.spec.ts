// What the list of devices shows and does, and how long an ended sign-in really lives: measured with a copy of
// its credential, against what its mode promises.

import type { Locator, Page } from "@playwright/test";
import { type Account, COOKIE, type Mode, signIn, whoIs } from "../support/accounts";
import { Client } from "../support/client";
import { json } from "../support/http";
import { button, expectLogin, fillSignIn } from "../support/pages";
import { expect, test } from "../support/test";

const TTL_SECONDS = 6;

interface Variant {
  name: string;
  mode: Mode;
  revocation: string;
  /** When the last copy is refused: on the next request, or with its lifetime. */
  dies: "at once" | "at expiry";
}
const VARIANTS: Variant[] = [
  { name: "a session", mode: "session", revocation: "expiry-only", dies: "at once" },
  { name: "a JWT with expiry-only", mode: "jwt", revocation: "expiry-only", dies: "at expiry" },
  { name: "a JWT with denylist", mode: "jwt", revocation: "denylist", dies: "at once" },
];

const devices = (page: Page): Locator =>
  page.getByRole("list", { name: "Your sign-ins" }).getByRole("article");
const others = (page: Page): Locator => devices(page).filter({ hasNotText: "This device" });
const end = (device: Locator): Promise<void> => device.getByRole("button", { name: /^End/ }).click();

async function signInOnPage(page: Page, account: Account, mode: Mode): Promise<void> {
  await page.goto("/login");
  await fillSignIn(page, account, mode);
  await button(page, "Sign in").click();
  await expect(page).toHaveURL(/\/dashboard$/);
}

for (const { name, mode, revocation, dies } of VARIANTS) {
  test(`${name}, ended from another browser, is refused ${dies}`, async ({
    signedIn: page,
    account,
    browser,
    origin,
  }) => {
    const jwt = { revocation, accessTtlSeconds: TTL_SECONDS };
    expect((await account.client.call("PATCH", "/api/settings", { json: { jwt } })).status).toBe(200);
    const there = await browser.newContext({ baseURL: origin });
    const elsewhere = await there.newPage();
    await signInOnPage(elsewhere, account, mode);
    await page.goto("/devices");
    await expect(devices(page)).toHaveCount(2);
    await expect(others(page)).toContainText("Chrome");
    // A fresh access token, so that its whole life lies ahead.
    if (mode === "jwt") {
      await there.clearCookies({ name: COOKIE.jwt });
      await elsewhere.goto("/dashboard");
    }
    const held = await Client.from(there, origin);
    const copy = held.only(COOKIE[mode]);
    expect(await whoIs(copy)).not.toBeNull();
    const { expiresAt } = (await whoIs(copy))?.auth ?? { expiresAt: "" };

    await end(others(page));
    const notice = page.getByRole("status").filter({ hasText: "is signed out" });
    await expect(notice).toBeVisible();
    await expect(devices(page)).toHaveCount(1);
    if (dies === "at once") {
      await expect(notice).toContainText("refused at once");
      expect(await whoIs(copy)).toBeNull();
    } else {
      await expect(notice).toContainText(/still accepted until it expires, for at most \d s/);
      expect(await whoIs(copy)).not.toBeNull();
      await expect
        .poll(() => whoIs(copy), { timeout: TTL_SECONDS * 1000 + 2000, intervals: [100] })
        .toBeNull();
      const late = Date.now() - Date.parse(expiresAt);
      expect(late).toBeGreaterThanOrEqual(0);
      expect(late).toBeLessThan(1000);
    }
    // The refresh token is worth nothing from the first moment on.
    expect(await whoIs(held)).toBeNull();
    await elsewhere.goto("/dashboard");
    await expectLogin(elsewhere);
    expect(await whoIs(account.client)).not.toBeNull();
    await there.close();
  });
}

test("the list shows both modes, and ending this device signs out", async ({
  signedIn: page,
  account,
  origin,
}) => {
  const other = await signIn(origin, account, "jwt");
  await page.goto("/devices");
  await expect(devices(page)).toHaveCount(2);
  await expect(devices(page).first()).toContainText("This device");
  await expect(devices(page).first()).toContainText("Last seen");
  await expect(others(page)).toContainText("JWT cookie");
  await expect(others(page)).toContainText("Last refreshed");
  const held = await Client.from(page.context(), origin);
  await end(devices(page).first());
  await expectLogin(page);
  expect(await whoIs(held)).toBeNull();
  expect(await whoIs(other)).not.toBeNull();
});

test("nobody ends somebody else's, and the genuine owner does", async ({ account, origin, anonymous }) => {
  const mine = (await whoIs(account.client))?.auth.sessionId;
  const thief = new Client(origin);
  const identity = { email: `thief-${mine}@example.test`, password: "hat and coat thief", name: "Thief" };
  expect((await thief.post("/api/auth/sign-up", identity)).status).toBe(201);
  for (const id of [mine, `${mine}' OR '1'='1`, "%25", "..%2Fme"])
    expect((await thief.call("DELETE", `/api/devices/${encodeURI(String(id))}`)).status).toBe(404);
  expect((await anonymous.call("DELETE", `/api/devices/${mine}`)).status).toBe(401);
  expect(await whoIs(account.client)).not.toBeNull();
  const other = await signIn(origin, account, "jwt");
  expect((await other.call("DELETE", `/api/devices/${mine}`)).status).toBe(204);
  expect(await whoIs(account.client)).toBeNull();
  const left = json<{ devices: { current: boolean }[] }>(await other.get("/api/devices"));
  expect(left.devices.map(({ current }) => current)).toEqual([true]);
});

for (const mode of ["session", "jwt"] as const)
  test(`confirming with the password exchanges ${mode} and leads back`, async ({ page, account, origin }) => {
    await signInOnPage(page, account, mode);
    const before = await whoIs(await Client.from(page.context(), origin));
    await page.goto("/confirm?next=/devices");
    await page.getByLabel("Password", { exact: true }).fill("wrong");
    await button(page, "Confirm").click();
    await expect(page.getByLabel("Password", { exact: true })).toHaveAccessibleDescription(
      /not your password/,
    );
    await page.getByLabel("Password", { exact: true }).fill(account.password);
    await button(page, "Confirm").click();
    await expect(page).toHaveURL("/devices");
    const after = await whoIs(await Client.from(page.context(), origin));
    expect(after?.auth.mode).toBe(mode);
    expect(after?.auth.sessionId).not.toBe(before?.auth.sessionId);
    await expect(devices(page).filter({ hasText: "This device" })).toHaveCount(1);
  });

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("one, all others and all are ended by plain forms", async ({ signedIn: page, account, origin }) => {
    const [first, second, third] = [
      await signIn(origin, account, "session"),
      await signIn(origin, account, "session"),
      await signIn(origin, account, "session"),
    ];
    await page.goto("/devices");
    await end(others(page).first());
    await expect(page.getByText("is signed out")).toBeVisible();
    await expect(others(page)).toHaveCount(2);
    await button(page, "Sign out all others").click();
    await expect(page.getByText("All others are signed out")).toBeVisible();
    await expect(devices(page)).toHaveCount(1);
    for (const other of [first, second, third]) expect(await whoIs(other)).toBeNull();
    await button(page, "Sign out everywhere").click();
    await expectLogin(page);
    expect(await whoIs(account.client)).toBeNull();
  });
});
