// Signing out leaves nothing behind: not behind Back or Forward, not in another tab, not in a tab that was
// restored, not in another browser. The browser's back/forward cache is on, as people have it.

import type { Page } from "@playwright/test";
import { COOKIE, createAccount, MODES, signIn, whoIs } from "../support/accounts";
import { Client } from "../support/client";
import { button, expectDashboard, expectLogin } from "../support/pages";
import { expect, test } from "../support/test";

test("the browser of these tests really keeps pages for Back", async ({ page, origin }) => {
  // The control: without it, a browser that forgets everything would pass the tests below.
  const html =
    "<title>kept</title><script>addEventListener('pageshow', (e) => { document.title = 'kept ' + e.persisted })</script>";
  await page.route("**/bfcache-control*", (route) => route.fulfill({ contentType: "text/html", body: html }));
  await page.goto(`${origin}/bfcache-control?1`);
  await page.goto(`${origin}/bfcache-control?2`);
  await page.goBack({ waitUntil: "commit" });
  await expect(page).toHaveTitle("kept true");
});

for (const mode of MODES) {
  test(`after signing out of a ${mode} sign-in, Back and Forward show nothing of it`, async ({
    page,
    origin,
  }) => {
    const account = await createAccount(origin);
    await (await signIn(origin, account, mode)).into(page.context());
    await page.goto("/");
    await page.goto("/dashboard");
    await expectDashboard(page);
    await page.getByRole("navigation").getByRole("link", { name: "Settings" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
    await page.getByRole("navigation").getByRole("link", { name: "Dashboard" }).click();
    await expectDashboard(page);
    const copy = await Client.from(page.context(), origin);

    await button(page, "Sign out").click();
    await expectLogin(page);
    const seen = await watch(page, account.name);
    for (const step of ["back", "back", "back", "forward", "forward"] as const) {
      await go(page, step === "back" ? -1 : 1);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.locator("body")).not.toContainText(account.name);
      await expect(button(page, "Sign out")).toHaveCount(0);
      await expect(page.getByRole("region", { name: "Your sign-in" })).toHaveCount(0);
    }
    expect(await seen()).toBe(false);
    if (mode === "session") expect(await whoIs(copy)).toBeNull();
  });
}

test("after signing out, Back from another site shows nothing either", async ({
  signedIn: page,
  account,
  origin,
}) => {
  await page.goto("/dashboard");
  await expectDashboard(page);
  // Another document, so that the page as a whole goes into the cache and comes back from there.
  await page.goto(`${origin}/api/ping`);
  await new Client(origin).get("/api/ping");
  await account.client.post("/api/auth/sign-out");
  await page.context().clearCookies();
  await page.goBack({ waitUntil: "commit" });
  await expectLogin(page);
  await expect(page.locator("body")).not.toContainText(account.name);
});

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
  // The device cookie stays on purpose: it signs nobody in (docs/decisions/007).
  expect(left.filter((name) => name !== "__Host-device")).toEqual([]);
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

/**
 * Back or Forward, as the buttons do it; a redirect on the way is no error. Nor is a page that is just reloading
 * itself: what was asked of it went with it.
 */
async function go(page: Page, by: number): Promise<void> {
  await expect(async () => {
    const arrived = page.waitForEvent("framenavigated");
    await page.evaluate((steps) => setTimeout(() => history.go(steps)), by);
    await arrived;
  }).toPass({ timeout: 20_000 });
}

/** The tab goes to the background and comes to the front again, as when somebody switches tabs. */
async function comeBack(page: Page): Promise<void> {
  for (const state of ["hidden", "visible"])
    await page.evaluate((visibility) => {
      Object.defineProperty(document, "visibilityState", { value: visibility, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, state);
}

/** Did a text appear at any moment from now on, be it for one frame? Survives page loads. */
async function watch(page: Page, text: string): Promise<() => Promise<boolean>> {
  let seen = false;
  await page.exposeBinding("reportSeen", () => {
    seen = true;
  });
  await page.addInitScript((wanted) => {
    const look = () => {
      if (document.visibilityState !== "visible" || !document.body?.textContent.includes(wanted)) return;
      (globalThis as unknown as { reportSeen(): void }).reportSeen();
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
  }, text);
  return async () => seen;
}
