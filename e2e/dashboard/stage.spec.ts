// The pair on one screen for people in the last row: its keys, and that nothing has to be scrolled or squinted at.

import { expectAccessible } from "../support/axe";
import { button, expectKeys } from "../support/pages";
import { expect, test } from "../support/test";

const PROJECTOR = { width: 1280, height: 720 };
test.use({ viewport: PROJECTOR });

test("the pair is shown on one screen: R issues it, Space revokes both, Esc leaves", async ({
  signedIn: page,
}) => {
  await page.goto("/dashboard?stage");
  await expect(button(page, "Issue a pair")).toBeVisible();
  await expectKeys(page);
  await expect(page.getByRole("navigation")).toHaveCount(0);
  await page.keyboard.press("r");
  const lights = page.locator("main [data-state]");
  await expect(lights).toHaveText(["Accepted", "Accepted"]);
  // In a button a key is the button's own: here it would leave.
  await page.getByRole("link", { name: "Leave the stage" }).focus();
  await page.keyboard.press("r");
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press("Space");
  await expect(lights.first()).toHaveText("Refused: revoked");
  await expect(lights.last()).toHaveText("Ended, still accepted");
  await expect(page.getByRole("status").first()).not.toBeEmpty();

  const seen = await page.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    height: document.documentElement.scrollHeight,
    // What a letter of 1 px is on the screen: the lanes are drawn larger than they are written down.
    letters: [...document.querySelectorAll<SVGTextElement>("main svg text")].map((text) => {
      const svg = text.ownerSVGElement?.closest("svg.w-full") ?? text.ownerSVGElement;
      const shown = svg
        ? svg.getBoundingClientRect().height / Number.parseFloat(getComputedStyle(svg).height)
        : 0;
      return Number(text.getAttribute("font-size")) * shown;
    }),
  }));
  expect(seen).toMatchObject(PROJECTOR);
  expect(seen.letters.length).toBeGreaterThan(1);
  expect(Math.min(...seen.letters)).toBeGreaterThanOrEqual(16);
  await expectAccessible(page, { inTwoLooks: true });

  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/\/dashboard$/);
  await page.getByRole("link", { name: "Stage", exact: true }).click();
  await expect(page).toHaveURL(/\/dashboard\?stage$/);
});
