// The clock as a person runs it: a working day in a moment, and by hand without JavaScript. When each sign-in ends
// is what its limits say; the reader's own sign-in knows nothing of that time.

import type { Page } from "@playwright/test";
import { whoIs } from "../support/accounts";
import { expectStatus, fill, prediction, pressStart } from "../support/labs";
import { button } from "../support/pages";
import { expect, test } from "../support/test";

/** A row of the panel: ends by its limits, last accepted, first refused, why, verdict. */
async function line(page: Page, name: string): Promise<string[]> {
  const table = page.getByRole("region", { name: "In the lab’s own time" }).getByRole("table");
  return table.getByRole("row", { name }).getByRole("cell").allTextContents();
}

test("a working day: the session in use ends after 12 hours, the one left alone unused, the refreshed JWT not at all", async ({
  signedIn: page,
}) => {
  await page.goto("/labs/clock");
  await fill(page, { "Session: idle limit": "45" });
  await page.getByLabel("Pace").selectOption("at-once");
  await prediction(page, "Database session: a device in use", "Ends by the absolute limit").check();
  await prediction(page, "JWT alone: a device left alone", "Ends by the idle limit").check();
  await pressStart(page, "clock");
  await expectStatus(page, "Finished");
  await expect(page.getByText("1 of 2 right")).toBeVisible();
  await expect(page.getByText("12 h 30 min").first()).toBeVisible();
  expect(await line(page, "Database session, a device in use")).toEqual([
    "after 12 h12 h old",
    "11 h 50 min",
    "12 h",
    "expireda browser would have dropped the cookie (Max-Age)",
    "As its limits say",
  ]);
  expect(await line(page, "Database session, a device left alone")).toContain(
    "after 45 minunused for 45 min",
  );
  expect(await line(page, "JWT alone, a device in use")).toContain("after 15 minits token was 15 min old");
  const [, , refused] = await line(page, "JWT with refresh, a device in use");
  expect(refused).toBe("–");
  await expect(page.getByText("This contradicts the limits")).toHaveCount(0);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the clock is wound by hand, and only this run’s clock", async ({ signedIn: page, account }) => {
    await page.goto("/labs/clock");
    await page.getByLabel("What happens").selectOption("by-hand");
    await button(page, "Start the run").click();
    await button(page, "Wind on 1 h").click();
    await expect(page.getByText("ended: unused for 30 min").first()).toBeVisible();
    await button(page, "Wind on 12 h").click();
    await expect(page.getByText("13 h", { exact: true }).first()).toBeVisible();
    await button(page, "Use the device left alone").click();
    expect((await line(page, "JWT with refresh, a device left alone"))[2]).toBe("–");
    await button(page, "Stop the run").click();
    await expect(page.getByText("Stopped before its end")).toBeVisible();
    // Thirteen hours are more than the reader's own sign-in has.
    expect(await whoIs(account.client)).not.toBeNull();
    await page.goto("/dashboard");
    await expect(page.getByRole("region", { name: "Your sign-in" })).toBeVisible();
  });
});
