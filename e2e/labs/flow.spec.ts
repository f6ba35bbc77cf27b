// The request's way as a person reads it: a recording of a sign-in in both modes, step by step with buttons and keys,
// on a phone, without JavaScript, and by somebody else who was given its address.

import type { Page } from "@playwright/test";
import { createAccount, LABEL, MODES } from "../support/accounts";
import { expectFits } from "../support/labs";
import { button } from "../support/pages";
import { expect, test } from "../support/test";

const side = (page: Page, mode: string) => page.getByRole("region", { name: mode, exact: true });

async function record(page: Page): Promise<void> {
  await page.goto("/labs/flow");
  await button(page, "Record my sign-in").click();
  await expect(page).toHaveURL(/\/labs\/flow\/runs\/[\w-]+$/);
  await expect(page.getByRole("region", { name: "What it took" })).toBeVisible({ timeout: 20_000 });
}

test("a recorded sign-in is walked through in both modes, with what really went over the wire", async ({
  signedIn: page,
  account,
}) => {
  await record(page);
  await expect(page.getByText("Step 1 of 10:")).toBeVisible();
  await expect(side(page, "Database session")).toContainText(
    `{"email":"${account.email}","password":"••••••••"}`,
  );
  await button(page, "Next").click();
  for (const name of Object.values(LABEL)) {
    await expect(side(page, name)).toContainText("Check the password (Argon2id) · passed");
    await expect(side(page, name)).toContainText("password_hash: $argon2id$v=19$m=19456,t=2,p=1$…");
  }
  await expect(
    side(page, "JWT cookie")
      .getByText(/\d\sms$/)
      .first(),
  ).toBeVisible();
  // The arrow keys do what the buttons do.
  await page.keyboard.press("ArrowRight");
  await expect(side(page, "Database session").getByText("Write the row")).toBeVisible();
  await expect(side(page, "Database session")).toContainText(/token_hash: [0-9a-f]{64}/);
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByText("Step 2 of 10:")).toBeVisible();

  await button(page, "Step 4: It makes the credential").click();
  await expect(side(page, "Database session").getByText("Seal it")).toBeVisible();
  await expect(side(page, "JWT cookie")).toContainText(`"email": "${account.email}"`);
  await button(page, "Step 5: The browser gets its cookies").click();
  await expect(
    side(page, "Database session").getByText(/Set-Cookie: __Host-lab-session=Fe26\.2.*hidden/),
  ).toBeVisible();
  await expect(side(page, "JWT cookie").getByText(/Set-Cookie: __Host-lab-refresh=.*hidden/)).toContainText(
    "SameSite=Lax",
  );
  await button(page, "Step 8: The guard makes sure").click();
  const reads = (mode: string) =>
    side(page, mode).getByText("store read", { exact: false }).filter({ visible: true });
  await expect(reads("Database session")).toHaveText([/1 store read/]);
  await expect(reads("JWT cookie")).toHaveCount(0);

  await expectBeside(page);

  // One mode at a time on a phone; and it is there for whoever was given the address, but not theirs to delete.
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(side(page, "JWT cookie")).toBeHidden();
  await page.getByRole("radio", { name: "JWT cookie" }).check();
  await expect(side(page, "JWT cookie")).toBeVisible();
  await expect(side(page, "Database session")).toBeHidden();
  await expectFits(page, 390);
  const other = await createAccount(new URL(page.url()).origin);
  await other.client.into(page.context());
  await page.reload();
  await expect(page.getByText("Step 1 of 10:")).toBeVisible();
  await expect(page.getByText("Delete this run")).toHaveCount(0);
});

/** On a projector every step's words stand beside the whole way, and both are on the screen. */
async function expectBeside(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.evaluate(() => window.scrollTo(0, 0));
  const way = await page
    .locator("svg")
    .filter({ hasText: "GET again" })
    .filter({ visible: true })
    .boundingBox();
  if (!way) throw new Error("The way is not drawn.");
  expect(way.y + way.height).toBeLessThanOrEqual(720);
  for (let step = 1; step <= 10; step++) {
    await page.getByRole("button", { name: new RegExp(`^Step ${step}:`) }).click();
    for (const name of Object.values(LABEL)) {
      const words = await side(page, name)
        .getByRole("listitem")
        .filter({ visible: true })
        .locator("p")
        .first()
        .boundingBox();
      if (!words) throw new Error(`Step ${step} has no words.`);
      expect(words.x, `step ${step}`).toBeGreaterThan(way.x + way.width);
      expect(words.y, `step ${step}`).toBeGreaterThanOrEqual(way.y);
      expect(words.y + words.height, `step ${step}`).toBeLessThanOrEqual(720);
    }
  }
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("all steps stand one under the other, in both modes", async ({ signedIn: page }) => {
    await record(page);
    for (const mode of MODES) {
      const card = side(page, LABEL[mode]);
      const steps = card.getByRole("heading", { level: 3 });
      await expect(steps.filter({ hasText: "10. The same request once more" })).toBeVisible();
      await expect(steps.filter({ hasText: "1. You send your password" })).toBeVisible();
    }
    await expect(button(page, "Next")).toBeHidden();
  });
});
