// Signing out leaves nothing behind: not in another tab, not in a tab that was restored, not in another browser. What
// Back and Forward show is in back.spec.ts.

import type { Page } from "@playwright/test";
import { COOKIE, MODES, signIn, whoIs } from "../support/accounts";
import { button, expectDashboard, expectLogin } from "../support/pages";
import { expect, test } from "../support/test";

test("signing out in one tab takes the other tabs to the login page", async ({ signedIn: page, account }) => {
  const other = await page.context().newPage();
  await other.goto("/settings");
  await expect(other.getByRole("banner")).toContainText(account.name);
  await page.goto("/dashboard");
  await button(page, "Sign out").click();
  await expectLogin(page);
  await expectLogin(other);
  await expect(other.locator("body")).not.toContainText(account.name);
});

test("a tab that comes back to the front after the session was ended elsewhere shows the login page", async ({
  signedIn: page,
  account,
}) => {
  await page.goto("/settings");
  await expect(page.getByRole("banner")).toContainText(account.name);
  // A page asks from its hydration on.
  await expect
    .poll(async () => {
      const answer = page.waitForResponse("**/api/me", { timeout: 2000 }).catch(() => null);
      await comeBack(page);
      return (await answer)?.status();
    })
    .toBe(200);
  await expect(page.getByRole("banner")).toContainText(account.name);

  await account.client.copy().post("/api/auth/sign-out");
  await comeBack(page);
  await expectLogin(page);
});

test("a restored tab, opened anew at the same address, shows the login page", async ({
  signedIn: page,
  account,
}) => {
  await page.goto("/dashboard");
  await expectDashboard(page);
  const address = page.url();
  await button(page, "Sign out").click();
  await expectLogin(page);
  const restored = await page.context().newPage();
  await restored.goto(address);
  await expectLogin(restored);
  await expect(restored.locator("body")).not.toContainText(account.name);
});

test("signing out clears every credential and the pair, and keeps nothing in the browser's storage", async ({
  signedIn: page,
  account,
}) => {
  await account.client.post("/api/pair", {});
  await account.client.into(page.context());
  await page.goto("/dashboard");
  await expectDashboard(page);
  await button(page, "Sign out").click();
  await expectLogin(page);
  const left = (await page.context().cookies()).map(({ name }) => name);
  // Neither signs anybody in: the device, and the sealed message for the next page (docs/decisions/007 and 026).
  expect(left.filter((name) => name !== "__Host-device" && name !== "__Host-flash")).toEqual([]);
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(stored).not.toContain(account.email);
  expect(stored).not.toContain(account.name);
});

for (const mode of MODES) {
  test(`"Sign out everywhere" pressed in one browser ends a ${mode} sign-in in another as its mode can`, async ({
    signedIn: page,
    account,
    origin,
    browser,
  }) => {
    await account.client.call("PATCH", "/api/settings", { json: { jwt: { accessTtlSeconds: 8 } } });
    const elsewhere = await signIn(origin, account, mode);
    const expiresAt = Date.parse((await whoIs(elsewhere))?.auth.expiresAt ?? "");
    const context = await browser.newContext({ baseURL: origin });
    await elsewhere.into(context);
    const other = await context.newPage();
    await other.goto("/settings");
    await expect(other.getByRole("banner")).toContainText(account.name);

    await page.goto("/settings");
    await button(page, "Sign out everywhere").click();
    await expectLogin(page);
    expect(await whoIs(account.client)).toBeNull();
    const alive = (await whoIs(elsewhere)) !== null;
    if (mode === "session") expect(alive).toBe(false);
    // Nobody can call a JWT back; what can be promised is that it ends when it said it would.
    else expect(alive || Date.now() >= expiresAt).toBe(true);
    await expect.poll(() => whoIs(elsewhere), { intervals: [250] }).toBeNull();
    await other.reload();
    await expectLogin(other);
    await context.close();
    expect(elsewhere.cookies.has(COOKIE[mode])).toBe(true);
  });
}

/** The tab goes to the background and comes to the front again, as when somebody switches tabs. */
async function comeBack(page: Page): Promise<void> {
  for (const state of ["hidden", "visible"])
    await page.evaluate((visibility) => {
      Object.defineProperty(document, "visibilityState", { value: visibility, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, state);
}
