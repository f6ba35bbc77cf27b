// What axe finds wrong with a page as it stands.

import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/**
 * A line a violation: the rule and where. With `tags`, those rules only. Legacy mode looks at no frame of another
 * origin, of which there are none, and needs no second page for it; passes are not written up, since nobody reads
 * them. The rules are the same, in half the time.
 */
export async function axeFindings(page: Page, tags?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode(true);
  const { violations } = await (tags ? axe.withTags(tags) : axe).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" | ")}`);
}
