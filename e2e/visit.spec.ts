// The first minute: on the front page, without signing in, one press shows a session end while a JWT goes on.

import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "./support/axe";
import { rows } from "./support/rows";
import { expect, test } from "./support/test";

const start = (page: Page): Locator => page.getByRole("button", { name: "Sign in both ways, then end both" });
const stage = (page: Page): Locator => page.getByRole("region", { name: "Try it here" });
const light = (page: Page, label: string): Locator => stage(page).getByText(label, { exact: true });

for (const size of [
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
])
  test(`one press, five seconds, no scrolling at ${size.width} × ${size.height}: the session is refused, the JWT goes on`, async ({
    page,
  }) => {
    await page.setViewportSize(size);
    await page.addInitScript(sumUpShifts);
    await page.goto("/");
    await expect(stage(page)).toContainText("Nobody is signed in");

    const pressedAt = performance.now();
    await start(page).click();
    const late = light(page, "Ended, still accepted");
    const refused = light(page, "Refused: revoked");
    await Promise.all([late.waitFor(), refused.waitFor()]);
    expect(performance.now() - pressedAt).toBeLessThan(5000);
    const words = stage(page).getByText(/^The session stopped .* the JWT is still accepted/);
    for (const part of [start(page), late, refused, words]) await expect(part).toBeInViewport({ ratio: 1 });
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await expectAccessible(page, { inTwoLooks: true });

    await expect(light(page, "Refused: expired")).toBeVisible({ timeout: 15_000 });
    await expect(stage(page)).toContainText(/the JWT went on for \d+(\.\d)? s more, until it expired/);
    expect(await page.evaluate(() => (globalThis as unknown as { shifted: number }).shifted)).toBeLessThan(
      0.02,
    );

    // Both are refused for good: nobody asks any more, until it is pressed again.
    let asked = 0;
    page.on("request", (request) => {
      if (request.url().includes("/api/pair/")) asked++;
    });
    await page.waitForTimeout(2500);
    expect(asked).toBe(0);
    await start(page).click();
    await expect(light(page, "Accepted")).toHaveCount(2);
  });

test("whoever is signed in keeps their sign-in, and the pair is theirs", async ({
  signedIn: page,
  account,
}) => {
  await page.goto("/");
  await start(page).click();
  await expect(light(page, "Ended, still accepted")).toBeVisible();
  await page.goto("/dashboard");
  await expect(page.getByRole("region", { name: "When each one stops working" })).toBeVisible();
  expect(await rows("SELECT count(*) AS n FROM users WHERE email LIKE ?", `%${account.email}`)).toEqual([
    { n: 1 },
  ]);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("two presses and a reload show the same", async ({ page }) => {
    await page.goto("/");
    await start(page).click();
    await expect(light(page, "Accepted")).toHaveCount(2);
    await page.getByRole("button", { name: "End both on the server" }).click();
    await expect(light(page, "Refused: revoked")).toHaveCount(1);
    await expect(light(page, "Accepted")).toHaveCount(1);
    await expect(async () => {
      await page.goto("/");
      await expect(light(page, "Refused: expired")).toHaveCount(1, { timeout: 1000 });
    }).toPass({ timeout: 20_000 });
  });
});

test("everybody who tries it as Alice is an Alice of their own", async ({ browser, origin }) => {
  const names = [];
  for (let visitor = 0; visitor < 2; visitor++) {
    const context = await browser.newContext({ baseURL: origin });
    const page = await context.newPage();
    await page.goto("/");
    await page.getByRole("button", { name: "Try it as Alice" }).click();
    await expect(page).toHaveURL(/\/dashboard$/);
    const answer = await page.request.get("/api/me");
    const { user } = (await answer.json()) as { user: { email: string; name: string } };
    expect(user.name).toBe("Alice");
    names.push(user.email);
    await context.close();
  }
  expect(new Set(names).size).toBe(2);
});

/** Runs in the page: adds up what moved without being asked to. */
function sumUpShifts(): void {
  const page = globalThis as unknown as { shifted: number };
  page.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as unknown as { value: number; hadRecentInput: boolean }[])
      if (!entry.hadRecentInput) page.shifted += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}
