// The pages of the labs as a person uses them: predict, start, watch, read the figures, take them along, share, run
// again, delete. And the same without JavaScript. What the labs measure is asserted in their own tests.

import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { createAccount } from "./support/accounts";
import { expectFinished, prediction, verdicts } from "./support/labs";
import { button } from "./support/pages";
import { expect, test } from "./support/test";

/** Nine seconds, the shortest that shows every kind of end. */
const SHORT = {
  "Lifetime of the JWT alone": "5",
  "Cache of the session": "1",
  "Lifetime of the short JWT": "2",
};
const RUN = /\/labs\/revocation\/runs\/[\w-]+$/;

async function fillShort(page: Page): Promise<void> {
  for (const [label, value] of Object.entries(SHORT))
    await page.getByLabel(label, { exact: true }).fill(value);
}

test("a run is predicted, started, watched, read, exported, shared, repeated and deleted", async ({
  signedIn: page,
  browser,
  origin,
}) => {
  test.slow();
  await page.goto("/labs");
  await expectClean(page);
  await page.getByRole("link", { name: "Revocation stopwatch", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Revocation stopwatch" })).toBeVisible();
  await expectClean(page);

  await fillShort(page);
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
  await button(page, "Start the run").click();
  await expect(page).toHaveURL(RUN);

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
  await page.getByLabel("Lane", { exact: true }).selectOption({ label: "JWT with a denylist" });
  await button(page, "Show as curl").click();
  const curl = page.getByRole("region", { name: "Try it in a terminal" });
  await expect(curl.locator("pre")).toContainText(`curl -i '${origin}/api/labs/live/`);
  await expect(curl).toContainText("worthless outside this run");
  await expectFinished(page);
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
  await expectClean(page);
  await expectFiles(page);

  const address = page.url();
  const stranger = await browser.newContext();
  await (await createAccount(origin)).client.into(stranger);
  const theirs = await stranger.newPage();
  await theirs.goto(address);
  await expect(verdicts(theirs)).toHaveCount(8);
  await expect(theirs.getByText("Delete this run")).toHaveCount(0);
  await expect(theirs.getByRole("region", { name: "Try it in a terminal" })).toHaveCount(0);
  await expect(theirs.getByRole("region", { name: "What was predicted" })).toContainText("1 of 2 right");
  await stranger.close();

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

/** By day at a desk, by night on a phone. */
async function expectClean(page: Page): Promise<void> {
  for (const [width, colorScheme] of [
    [390, "dark"],
    [1440, "light"],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth),
      `${width} px`,
    ).toBeLessThanOrEqual(width);
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" | ")}`,
    );
    expect(found, `${colorScheme}, ${width} px`).toEqual([]);
  }
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a run can be predicted, started, refused, followed to its end and read", async ({
    signedIn: page,
  }) => {
    test.slow();
    await page.goto("/labs/revocation");
    await prediction(page, "Database session", "Still gets in").check();
    await page.getByLabel("Cache of the session", { exact: true }).fill("no number");
    await button(page, "Start the run").click();
    await expect(page.getByRole("alert")).toContainText("Please enter whole seconds.");
    await expect(page.getByLabel("Cache of the session", { exact: true })).toHaveValue("no number");
    await expect(prediction(page, "Database session", "Still gets in")).toBeChecked();
    await fillShort(page);
    await button(page, "Start the run").click();
    await expect(page).toHaveURL(RUN);
    await expect(page.getByText("Running", { exact: true })).toBeVisible();
    await expect(button(page, "Stop the run")).toBeVisible();
    // Nobody touches it: the page loads itself again.
    await expectFinished(page);
    await expect(verdicts(page)).toHaveCount(8);
    await expect(page.getByText("0 of 1 right")).toBeVisible();
    await expect(page.getByRole("img", { name: /^7 lanes over 9 seconds/ })).toBeVisible();
  });
});
