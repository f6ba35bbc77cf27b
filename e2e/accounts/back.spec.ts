// Signing out leaves nothing behind Back and Forward, in a browser that keeps pages for them, as people have it.

import type { Page } from "@playwright/test";
import { createAccount, MODES, signIn, whoIs } from "../support/accounts";
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
