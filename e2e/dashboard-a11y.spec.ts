// Axe finds nothing on the dashboard, in any of its states, light and dark; and on a phone nothing overflows.

import type { Page } from "@playwright/test";
import { signIn } from "./support/accounts";
import { axeFindings } from "./support/axe";
import { expectLight, issuePair, press } from "./support/dashboard";
import { expect } from "./support/expect";
import { test } from "./support/test";

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test(`in ${colorScheme}, axe finds nothing in any state`, async ({ signedIn: page }) => {
      // Five passes of axe, each of them seconds of work for the browser.
      test.slow();
      await page.goto("/dashboard");
      await expectClean(page);
      await issuePair(page, { lifetime: "10 s" });
      await expectLight(page, "jwt", "Accepted");
      for (const details of await page.locator("details").all()) await details.locator("summary").click();
      await expectClean(page);
      await page.getByRole("button", { name: "Revoke both now", exact: true }).click();
      await expectLight(page, "session", "Refused: revoked");
      await expectClean(page);
      await expectLight(page, "jwt", "Refused: expired");
      await expectClean(page);
      await press(page, "jwt", "Tamper one character");
      await press(page, "session", "Sign out here");
      await expectLight(page, "session", "Refused: no cookie");
      await expectClean(page);
    });
  });
}

test("axe finds nothing on a JWT's dashboard with a strategy that refuses it at once", async ({
  page,
  origin,
  account,
}) => {
  test.slow();
  await account.client.call("PATCH", "/api/settings", { json: { jwt: { revocation: "token-version" } } });
  await (await signIn(origin, account, "jwt")).into(page.context());
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto("/dashboard");
    await issuePair(page, { strategy: "token-version" });
    await expectLight(page, "jwt", "Accepted");
    await page.getByRole("button", { name: "Revoke both now", exact: true }).click();
    await expectLight(page, "jwt", "Refused: revoked");
    for (const details of await page.locator("details").all()) await details.locator("summary").click();
    await expectClean(page);
  }
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("nothing is wider than a phone, with everything open", async ({ signedIn: page }) => {
    await page.goto("/dashboard");
    await issuePair(page, { alg: "RS256" });
    await expectLight(page, "jwt", "Accepted");
    for (const details of await page.locator("details").all()) await details.locator("summary").click();
    await page.getByRole("button", { name: "Revoke both now", exact: true }).click();
    await expectLight(page, "session", "Refused: revoked");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});

async function expectClean(page: Page): Promise<void> {
  expect(await axeFindings(page)).toEqual([]);
}
