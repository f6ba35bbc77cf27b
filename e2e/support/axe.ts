// Everybody can use a page as it stands: axe finds nothing, and nothing is wider than the window.

import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./expect";
import { expectFits } from "./labs";

/** The rules whose answer depends on the colours; the others see the same page in light and in dark. */
const COLOURS = ["color-contrast", "link-in-text-block"];
/** By night on a phone and by day at a desk, by every rule; before these the other two ways by those of colours. */
const LOOKS = [
  { width: 1440, colorScheme: "dark", isWhole: false },
  { width: 390, colorScheme: "light", isWhole: false },
  { width: 390, colorScheme: "dark", isWhole: true },
  { width: 1440, colorScheme: "light", isWhole: true },
] as const;

/** `inTwoLooks`: for one of several states of a page whose parts are the same in all of them. */
export async function expectAccessible(page: Page, { inTwoLooks = false } = {}): Promise<void> {
  for (const { width, colorScheme, isWhole } of inTwoLooks ? LOOKS.slice(2) : LOOKS) {
    await page.setViewportSize({ width, height: 900 });
    await expectFits(page, width);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect(await findings(page, isWhole ? undefined : COLOURS), `${colorScheme}, ${width} px`).toEqual([]);
  }
}

/**
 * A line a violation: the rule and where. Legacy mode looks at no frame of another origin, of which there are none, and
 * needs no second page for it; passes are not written up, since nobody reads them. The rules are the same, in half the
 * time.
 */
async function findings(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  axe.options({ resultTypes: ["violations"], ...(rules && { runOnly: { type: "rule", values: rules } }) });
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" | ")}`);
}
