// The theft as a person runs it: both go on refreshing, a second apart. What the page says of each lane must be what
// the lane promises, and the stolen cookie, taken to a terminal, is worth nothing outside its run.

import type { Locator, Page } from "@playwright/test";
import { send } from "../support/http";
import { expectFits, expectStatus, fill, prediction, pressStart, shownRequest } from "../support/labs";
import { expect, test } from "../support/test";

const panel = (page: Page): Locator => page.getByRole("region", { name: "Who held which token" });

const laneOf = (page: Page, lane: string): Locator =>
  panel(page)
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { name: lane, exact: true }) });

test("a thief a second behind is noticed without grace, and follows unnoticed within ten seconds of it", async ({
  signedIn: page,
  origin,
}) => {
  await page.goto("/labs/theft");
  await fill(page, { "The second exchange comes after": "1" });
  await page.getByLabel("What happens").selectOption({ label: "Both go on, owner first" });
  await prediction(page, "Who is in at the end: JWT, rotation, grace 0 s", "Nobody").check();
  await prediction(page, "Where is the theft noticed?", "With grace 0 s alone").check();
  await prediction(page, "Whose request makes the server notice it?", "The owner’s").check();
  await pressStart(page, "theft");
  await expect(laneOf(page, "JWT, rotation, grace 0 s")).toContainText("copied it at 1.");
  await expectWorthlessElsewhere(page, origin);

  await expectStatus(page, "Finished");
  await expect(page.getByText("2 of 3 right")).toBeVisible();
  await expectStory(page);

  // The address shows the same again, on a phone as well.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  await expectStory(page);
  await expectFits(page, 390);
});

/** As a curl line it opens the thief's lane, and under the app's own names nothing. */
async function expectWorthlessElsewhere(page: Page, origin: string): Promise<void> {
  const ask = async (path: string, cookie: string) =>
    (await send(origin, "GET", path, { headers: { cookie } })).status;
  const chosen = { lane: "JWT, rotation, grace 10 s", device: "Thief" };
  let shown = await shownRequest(page, chosen);
  // For the moment between an access token and the next there is none.
  while (!shown.cookie.includes("__Host-lab-access=")) shown = await shownRequest(page, chosen);
  const { path, cookie } = shown;
  expect(await ask(path, cookie)).toBe(200);
  for (const stolen of [cookie, cookie.replaceAll("__Host-lab-", "__Host-")])
    expect(await ask("/api/me", stolen)).toBe(401);
  expect(await ask(path, cookie)).toBe(200);
}

async function expectStory(page: Page): Promise<void> {
  const noticed = laneOf(page, "JWT, rotation, grace 0 s");
  await expect(noticed).toContainText(/Theft noticed at [\d.]+\ss/);
  await expect(noticed).toContainText("By the thief’s request. It brought R1");
  await expect(noticed.getByText("out since")).toHaveCount(2);
  for (const grace of [10, 30]) {
    const lane = laneOf(page, `JWT, rotation, grace ${grace} s`);
    await expect(lane).toContainText("Not noticed");
    await expect(lane.getByText("in to the end")).toHaveCount(2);
    await expect(lane.getByText("R3", { exact: true })).toBeVisible();
  }
  for (const lane of ["Database session", "JWT, no rotation"]) {
    await expect(laneOf(page, lane)).toContainText("Cannot be noticed");
    await expect(laneOf(page, lane).getByText("in to the end")).toHaveCount(2);
  }
  await expect(page.getByText("This contradicts")).toHaveCount(0);

  await page.getByText("Every token as a table").click();
  const table = page.getByRole("table", { name: "Refresh tokens: where each came from" });
  const row = table.getByRole("row", { name: "JWT, rotation, grace 0 s R1 a sign-in" });
  await expect(row).toContainText("reuse noticed at");
}
