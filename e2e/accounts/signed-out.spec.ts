// What a browser is told when its sign-in is over, and the old cookie sent once more. The server side of it is tested
// beside lib/web/credentials/signed-out.ts.

import { createAccount, signIn } from "../support/accounts";
import { authMode, button } from "../support/pages";
import { expect, test } from "../support/test";

test("a page opened after another device ended the sign-in says so, and only while its cookie is there", async ({
  signedIn: page,
  account,
  origin,
}) => {
  await page.goto("/settings");
  const other = await signIn(origin, account, "session");
  await other.post("/api/auth/sign-out-everywhere", { exceptThis: true });
  await page.goto("/dashboard");
  await expect(page).toHaveURL(/\/login/);
  await expect(page.getByText(/You signed out everywhere from another device at \d\d:\d\d/)).toBeVisible();
  await page.context().clearCookies();
  await page.reload();
  await expect(page.getByText("You are signed out")).toHaveCount(0);
});

for (const javaScriptEnabled of [true, false])
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a JWT is fired after signing out: accepted until it expires, then refused", async ({
      page,
      origin,
    }) => {
      const account = await createAccount(origin, { jwt: { accessTtlSeconds: 6 } });
      await (await signIn(origin, account, "jwt")).into(page.context());
      await page.goto("/devices");
      await button(page, "Sign out").click();
      await expect(page).toHaveURL(/\/login$/);
      const fire = button(page, "Fire the old cookie");
      await fire.click();
      await expect(page.getByText(/200, still accepted at .* though you ended it/)).toBeVisible();
      await expect(async () => {
        await fire.click();
        await expect(page.getByText(/401, refused at/)).toBeVisible({ timeout: 500 });
      }).toPass({ timeout: 10_000 });
    });
  });

test("the mode and its button share one screen, and what became of the old one is fired there", async ({
  signedIn: page,
}) => {
  for (const size of [
    { width: 1280, height: 720 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(size);
    await page.goto("/settings");
    for (const part of [authMode(page, "session"), authMode(page, "jwt"), button(page, "Save settings")])
      await expect(part).toBeInViewport({ ratio: 1 });
  }
  await authMode(page, "jwt").check();
  await button(page, "Save settings").click();
  await button(page, "Fire the old cookie").click();
  await expect(page.getByText(/401, refused at/)).toBeVisible();
});

test("at 390 px the header is one row, its menu opens by keyboard and leads on", async ({
  signedIn: page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/no/such/page");
  await expect(page.getByRole("heading", { name: "There is no such page" })).toBeVisible();
  expect((await page.getByRole("banner").boundingBox())?.height).toBeLessThan(66);
  const menu = button(page, "Menu");
  await menu.focus();
  await page.keyboard.press("Enter");
  const devices = page.getByRole("link", { name: "Devices" });
  await expect(devices).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(devices).toBeHidden();
  await menu.click();
  await devices.click();
  await expect(page).toHaveURL(/\/devices$/);
  await expect(page.getByRole("link", { name: "Activity" })).toBeHidden();
});
