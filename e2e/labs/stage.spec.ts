// The stage: one screen for people in the last row, and keys that do what its buttons do. What it says of a run is tested
// beside its words.

import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe";
import { startRun } from "../support/labs";
import { button, expectKeys } from "../support/pages";
import { expect, test } from "../support/test";

/** Twelve seconds until it would happen by itself, nine until everything has ended. */
const BY_HAND = { waitSeconds: "12", aloneSeconds: "5", cacheSeconds: "1", shortSeconds: "2" };

/** No scrolling on a projector, and no letter of the drawing smaller than 16 px. */
async function expectOneScreen(page: Page): Promise<void> {
  const seen = await page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    const letters = [...document.querySelectorAll<SVGTextElement>("main svg text")].map(
      (text) => Number(text.getAttribute("font-size")) * (text.getScreenCTM()?.a ?? 0),
    );
    const out = [...document.querySelectorAll("main svg[role=img], main p, main button, main a")].filter(
      (one) => {
        const { bottom, right, width } = one.getBoundingClientRect();
        return width > 0 && (bottom > innerHeight + 1 || right > innerWidth + 1);
      },
    );
    const cut = [...document.querySelectorAll("main > *")].filter(
      (one) => one.scrollHeight > one.clientHeight + 4,
    );
    return { scrollWidth, scrollHeight, letters, out: out.length, cut: cut.length };
  });
  expect(seen).toMatchObject({ scrollWidth: 1280, scrollHeight: 720, out: 0, cut: 0 });
  if (seen.letters.length > 0) expect(Math.min(...seen.letters)).toBeGreaterThanOrEqual(15.99);
}

const PROJECTOR = { width: 1280, height: 720 };
test.use({ viewport: PROJECTOR });

test("a run is shown on one screen: Space makes it happen, the arrows step through it, R runs it again", async ({
  signedIn: page,
  account,
}) => {
  const id = await startRun(account.client, "revocation", BY_HAND);
  await page.goto(`/labs/revocation/runs/${id}`);
  await page.getByRole("link", { name: "Stage", exact: true }).click();
  await expect(page).toHaveURL(/\?stage$/);
  await expect(page.getByRole("navigation")).toHaveCount(0);
  await expect(page.getByRole("img", { name: /^7 lanes over 19 seconds/ })).toBeVisible();
  await expectKeys(page);
  await expectOneScreen(page);

  // In a button a key is the button's own.
  await page.getByRole("link", { name: "Leave the stage" }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("r");
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await expect(page.getByText("Everybody is signed in")).toBeVisible();
  await page.keyboard.press("Space");
  await expect(page.getByText(/^Sign out on the phone, at/)).toBeVisible();
  await expect(button(page, "Now: Sign out on the phone")).toHaveCount(0);

  await expect(page.getByText(/^A session ended in/)).toBeVisible({ timeout: 30_000 });
  await expectOneScreen(page);
  await expectAccessible(page, { inTwoLooks: true });
  await page.setViewportSize(PROJECTOR);
  const words = page.getByRole("status").last();
  const whole = await page.getByRole("img").getAttribute("aria-label");
  await page.keyboard.press("ArrowLeft");
  await expect(words).toContainText(/^\d of \d, at/);
  for (let step = 0; step < 9; step++) await page.keyboard.press("ArrowLeft");
  await expect(words).toContainText("Sign out on the phone");
  expect(await page.getByRole("img").getAttribute("aria-label")).not.toBe(whole);
  await expectOneScreen(page);
  for (let step = 0; step < 9; step++) await page.keyboard.press("ArrowRight");
  await expect(words).toContainText(/^A session ended in/);

  await page.keyboard.press("r");
  await expect(page).not.toHaveURL(new RegExp(id));
  await expect(page).toHaveURL(/\/labs\/revocation\/runs\/[\w-]+\?stage$/);
  await expect(page.getByText("Running", { exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/\/labs\/revocation\/runs\/[\w-]+$/);
  await button(page, "Stop the run").click();
});

test("two devices in six lanes fit the same screen, and so do the steps of a recording", async ({
  signedIn: page,
  account,
}) => {
  const theft = await startRun(account.client, "theft", { scenario: "free" });
  await page.goto(`/labs/theft/runs/${theft}?stage`);
  await expect(button(page, "Thief: copy the cookies")).toBeVisible();
  await expectKeys(page);
  await page.keyboard.press("Space");
  await expect(page.getByText(/^The thief copies the cookies, at/)).toBeVisible();
  // Each press goes on to the next act; the arrows choose another.
  await expect(button(page, "Thief: refresh")).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  await expect(page.getByText(/^The owner refreshes, at/)).toBeVisible();
  await expectOneScreen(page);
  await account.client.post(`/api/labs/runs/${theft}/stop`);
  await expect(page.getByText(/lanes noticed the thief/)).toBeVisible();
  await expectOneScreen(page);

  const flow = await startRun(account.client, "flow");
  await page.goto(`/labs/flow/runs/${flow}`);
  await expect(page.getByText(/^To check a request took/)).toBeVisible();
  await page.getByRole("link", { name: "Stage", exact: true }).click();
  await expect(page.getByRole("heading", { level: 2, name: /^1\./ })).toBeVisible();
  await expectKeys(page);
  for (let step = 2; step <= 10; step++) {
    await page.keyboard.press("Space");
    await expect(page.getByRole("heading", { level: 2, name: new RegExp(`^${step}\\.`) })).toBeVisible();
    await expectOneScreen(page);
  }
  await expect(page.getByText(/^To check a request took/)).toBeVisible();
});
