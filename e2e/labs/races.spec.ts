// The races as a person runs them: ten requests with one refresh token under four ways of exchanging it. What the
// page counts must be what each lane promises, and what the stored run says again later.

import type { Page } from "@playwright/test";
import { expectFits, expectStatus, prediction, pressStart } from "../support/labs";
import { expect, test } from "../support/test";

const TABS = 10;

/** A row of the counters: live lines, forks, false thefts, tabs signed out, new tokens, requests, odd answers. */
async function figures(page: Page, lane: string): Promise<number[]> {
  const table = page.getByRole("region", { name: "What became of the tabs" }).getByRole("table");
  const cells = await table.getByRole("row", { name: lane }).getByRole("cell").allTextContents();
  return cells.map(Number);
}

test("ten tabs race for one refresh token: ours goes on in one line, the others fork or report a theft", async ({
  signedIn: page,
}) => {
  await page.goto("/labs/races");
  await page.getByLabel("Requests at once").fill(String(TABS));
  await prediction(page, "Idempotent grace (ours)", "All stay in, one chain goes on").check();
  await prediction(page, "Grace by forking", "Somebody is signed out").check();
  await pressStart(page, "races");
  await expectStatus(page, "Finished");
  await expect(page.getByText("1 of 2 right")).toBeVisible();
  await expectCounters(page);
  await expect(page.getByText("This contradicts what the lane promises")).toHaveCount(0);

  // The address shows the same again, on a phone as well.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  await expectCounters(page);
  await expectFits(page, 390);
});

async function expectCounters(page: Page): Promise<void> {
  const all = 3 * TABS;
  expect(await figures(page, "Idempotent grace (ours)")).toEqual([1, 0, 0, 0, 2, all, 0]);
  expect(await figures(page, "Atomic rotation, no grace")).toEqual([0, 0, 1, TABS, 1, all, 0]);
  expect(await figures(page, "Grace by forking")).toEqual([TABS, TABS - 1, 0, 0, 2 * TABS, all, 0]);
  const [, forks = 0, falseThefts = 0, , , requests, odd] = await figures(page, "Naive rotation");
  expect(forks + falseThefts).toBeGreaterThan(0);
  expect([requests, odd]).toEqual([all, 0]);
}
