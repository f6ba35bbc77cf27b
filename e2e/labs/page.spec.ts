// The pages of the labs as a person uses them: predict, start, watch, read the figures, take them along, run again,
// delete. And the same without JavaScript. What the labs measure is asserted in their own tests.

import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe";
import { expectStatus, fill, prediction, pressStart, SHORT, verdicts } from "../support/labs";
import { button } from "../support/pages";
import { expect, test } from "../support/test";

test("a run is predicted, started, watched, read, exported, repeated and deleted", async ({
  signedIn: page,
}) => {
  await page.goto("/labs");
  await expectAccessible(page, { inTwoLooks: true });
  await page.getByRole("link", { name: "Revocation stopwatch", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Revocation stopwatch" })).toBeVisible();
  await expectAccessible(page, { inTwoLooks: true });

  await fill(page, SHORT);
  await page.getByLabel("What happens", { exact: true }).selectOption({ label: "Sign out everywhere" });
  await prediction(page, "Database session", "Is refused").check();
  await prediction(page, "JWT alone, without refresh", "Is refused").check();
  await page.getByLabel("Cache of the session", { exact: true }).fill("99");
  await button(page, "Start the run").click();
  const alert = page.getByRole("alert").filter({ hasText: "marked fields" });
  await expect(alert).toBeFocused();
  await expect(alert).toContainText("At most 20 seconds.");
  // Nothing that was entered is lost.
  await expect(page.getByLabel("What happens", { exact: true })).toHaveValue("sign-out-everywhere");
  await expect(page.getByLabel("Lifetime of the JWT alone", { exact: true })).toHaveValue("5");
  await expect(prediction(page, "Database session", "Is refused")).toBeChecked();
  await page.getByLabel("Cache of the session", { exact: true }).fill("1");
  await pressStart(page, "revocation");

  // While it goes on: the picture grows where it stands, a second run is refused with the way to this one.
  await expect(page.getByText("Running", { exact: true })).toBeVisible();
  const picture = page.getByRole("img", { name: /^7 lanes over 9 seconds/ });
  await expect(picture).toBeVisible();
  const before = await picture.boundingBox();
  const other = await page.context().newPage();
  await other.goto("/labs/revocation");
  await button(other, "Start the run").click();
  await expect(other.getByRole("alert").filter({ hasText: "You have a run going on" })).toBeFocused();
  await other.getByRole("link", { name: "Go to the run that is going on" }).click();
  await expect(other).toHaveURL(page.url());
  await other.close();
  await expect(verdicts(page)).toHaveCount(8);
  await expectStatus(page, "Finished");
  expect(await picture.boundingBox()).toMatchObject({ x: before?.x, width: before?.width });

  // The figures, the same for everybody.
  await expect(button(page, "Stop the run")).toHaveCount(0);
  for (const row of (await verdicts(page).all()).slice(1)) await expect(row).toContainText("Agrees");
  await expect(verdicts(page).filter({ hasText: "Database session" })).toContainText("the very next request");
  await expect(page.getByRole("region", { name: "Your predictions" })).toContainText("1 of 2 right");
  await page
    .getByText(/^Everything done, and every change of answer/)
    .first()
    .click();
  await expect(page.getByRole("table", { name: /^Everything done/ })).toContainText(
    "Sign out everywhere: acknowledged",
  );
  await expectAccessible(page, { inTwoLooks: true });
  await expectFiles(page);

  const address = page.url();
  await page.getByRole("link", { name: "Run again with the same settings" }).click();
  await expect(page.getByLabel("What happens", { exact: true })).toHaveValue("sign-out-everywhere");
  await expect(page.getByLabel("Lifetime of the short JWT", { exact: true })).toHaveValue("2");
  await page.getByRole("link", { name: /^Run of/ }).click();
  await page.getByText("Delete this run").click();
  await button(page, "Delete for good").click();
  await expect(page).toHaveURL(/\/labs\/revocation$/);
  await expect(page.getByRole("link", { name: /^Run of/ })).toHaveCount(0);
  expect((await page.goto(address))?.status()).toBe(404);
});

/** JSON with every fact, an SVG of its own, a PNG drawn from it. */
async function expectFiles(page: Page): Promise<void> {
  const save = async (name: string) => {
    const download = page.waitForEvent("download");
    await page.getByText(name, { exact: true }).click();
    return readFileSync(await (await download).path());
  };
  const run = JSON.parse((await save("Download JSON")).toString("utf8"));
  expect(run.address).toBe(page.url());
  expect(run.recording.lanes).toHaveLength(7);
  expect(run.recording.facts.length).toBeGreaterThan(7 * 4 * 8);
  const svg = (await save("Download SVG")).toString("utf8");
  expect(svg).toContain(page.url());
  expect(svg.match(/<text /g)?.length).toBeGreaterThan(20);
  const png = await save("Download PNG");
  expect(png.subarray(1, 4).toString("latin1")).toBe("PNG");
  expect(png.length).toBeGreaterThan(20_000);
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a run can be predicted, started, refused, followed to its end and read", async ({
    signedIn: page,
  }) => {
    await page.goto("/labs/revocation");
    await prediction(page, "Database session", "Still gets in").check();
    await fill(page, { "Cache of the session": "no number" });
    await button(page, "Start the run").click();
    await expect(page.getByRole("alert")).toContainText("Please enter a whole number of seconds.");
    await expect(page.getByLabel("Cache of the session", { exact: true })).toHaveValue("no number");
    await expect(prediction(page, "Database session", "Still gets in")).toBeChecked();
    await fill(page, SHORT);
    await pressStart(page, "revocation");
    await expect(page.getByText("Running", { exact: true })).toBeVisible();
    await expect(button(page, "Stop the run")).toBeVisible();
    // Nobody touches it: the page loads itself again.
    await expectStatus(page, "Finished");
    await expect(verdicts(page)).toHaveCount(8);
    await expect(page.getByText("0 of 1 right")).toBeVisible();
    await expect(page.getByRole("img", { name: /^7 lanes over 9 seconds/ })).toBeVisible();
  });
});
