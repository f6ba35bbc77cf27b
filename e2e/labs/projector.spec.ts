// A running lab as a room sees it: lanes, results and the button that stops the run on one screen of 1280 × 720. And as
// somebody hears it who does not see the picture: every refusal, once.

import type { Page } from "@playwright/test";
import { fill, pressStart, SHORT } from "../support/labs";
import { button } from "../support/pages";
import { expect, test } from "../support/test";

test.use({ viewport: { width: 1280, height: 720 } });

test("lanes, results and the button are on one screen, and stay where they are while the run goes on", async ({
  signedIn: page,
}) => {
  await page.goto("/labs/revocation");
  await fill(page, SHORT);
  await pressStart(page, "revocation");
  const before = await expectOnOneScreen(page, 7);
  const told = page.getByRole("status", { name: "What changed" });
  await page.evaluate(collectWords);
  await expect(told).toContainText(/Database session: refused now, [\d.]+ s after the end/, {
    timeout: 15_000,
  });
  await expect(told).toContainText(/JWT alone, 5 s: refused now, [\d.]+ s after the end/, {
    timeout: 15_000,
  });
  expect(await expectOnOneScreen(page, 7)).toEqual(before);
  // Four times a second each of them was refused since.
  const words = await page.evaluate(() => (globalThis as unknown as { told: string[] }).told);
  for (const lane of ["Database session", "JWT with a denylist", "JWT with introspection"])
    expect(words.join(". ").split(`${lane}: refused now`)).toHaveLength(2);
});

test("six lanes with an owner and a thief have room as well, with all that can be done", async ({
  signedIn: page,
}) => {
  await page.goto("/labs/theft");
  await pressStart(page, "theft");
  await expect(button(page, "Thief: refresh")).toBeInViewport({ ratio: 1 });
  await expectOnOneScreen(page, 6);
  await button(page, "Stop the run").click();
});

/** Where the picture is. */
async function expectOnOneScreen(page: Page, lanes: number) {
  const picture = page.getByRole("img", { name: new RegExp(`^${lanes} lanes over`) });
  await expect(picture).toBeInViewport({ ratio: 1 });
  await expect(button(page, "Stop the run")).toBeInViewport({ ratio: 1 });
  // Letters in a picture may be in view but for a rounding.
  await expect(picture.getByText(/accepted|revoked/).last()).toBeInViewport({ ratio: 0.99 });
  return picture.boundingBox();
}

/** Runs in the page: keeps every text that a screen reader is told. */
function collectWords(): void {
  const told: string[] = [];
  Object.assign(globalThis, { told });
  const region = document.querySelector('[aria-label="What changed"]');
  if (!region) return;
  if (region.textContent) told.push(region.textContent);
  new MutationObserver(() => told.push(region.textContent ?? "")).observe(region, {
    childList: true,
    characterData: true,
    subtree: true,
  });
}
