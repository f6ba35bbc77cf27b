// The first screen of every lab: the button that starts it is there without scrolling, nothing is guessed for anybody,
// and nothing needs to be guessed.

import { pressStart } from "../support/labs";
import { button } from "../support/pages";
import { expect, test } from "../support/test";

const LABS = ["revocation", "theft", "races", "stale-claims", "storage", "clock", "flow"];
const SCREENS = [
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
];

test("the button that starts a lab is on its first screen, on a projector and on a phone", async ({
  signedIn: page,
}) => {
  for (const lab of LABS) {
    await page.goto(`/labs/${lab}`);
    for (const screen of SCREENS) {
      await page.setViewportSize(screen);
      const start = button(page, lab === "flow" ? "Record my sign-in" : "Start the run");
      const box = await start.boundingBox();
      if (!box) throw new Error(`${lab}: no button.`);
      expect(await page.evaluate(() => window.scrollY)).toBe(0);
      expect(box.y, `${lab}, ${screen.width} px`).toBeGreaterThan(0);
      expect(box.y + box.height, `${lab}, ${screen.width} px`).toBeLessThanOrEqual(screen.height);
    }
  }
});

test("no guess is made for anybody, and a run starts without one", async ({ signedIn: page }) => {
  await page.goto("/labs/revocation");
  await expect(page.getByRole("radiogroup")).toHaveCount(7);
  await expect(page.getByRole("radio", { checked: true })).toHaveCount(0);
  // What the focus is on is never behind the button.
  const last = page.getByRole("radio", { name: "Skip" }).last();
  await last.focus();
  const [radio, bar] = [await last.boundingBox(), await button(page, "Start the run").boundingBox()];
  expect((radio?.y ?? 0) + (radio?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0);
  await pressStart(page, "revocation");
  await button(page, "Stop the run").click();
  await expect(button(page, "Stop the run")).toBeHidden();
  await expect(page.getByRole("region", { name: "Your predictions" })).toHaveCount(0);
});
