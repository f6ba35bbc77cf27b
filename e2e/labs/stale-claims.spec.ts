// Stale claims as a person runs it: an admin is demoted, and the page says for how long each credential has not
// noticed. Once only the row changes, which is what the modes' promise about stale claims is for.

import {
  CONTRADICTION,
  expectFits,
  expectStatus,
  fill,
  lastAccepted,
  measuredIn,
  prediction,
  pressStart,
  SHORT,
  secondsIn,
  tableText,
} from "../support/labs";
import { expect, test } from "../support/test";

const AT_ONCE = ["Database session", "JWT with introspection, 3 s"];
const LATER: Record<string, string> = {
  "Session with a 1 s cache": "no longer admin",
  "JWT alone, 5 s": "expired",
  "JWT, 2 s, with refresh": "no longer admin",
  "JWT with a denylist, 3 s": "no longer admin",
  "JWT with a token version, 3 s": "no longer admin",
};

test("an admin is demoted: each credential says admin for as long as its mode allows", async ({
  signedIn: page,
}) => {
  await page.goto("/labs/stale-claims");
  await fill(page, { ...SHORT, "Lifetime of the checked JWTs": "3" });
  await prediction(page, "Database session", "No longer an admin").check();
  await prediction(page, "JWT alone, without refresh", "No longer an admin").check();
  await pressStart(page, "stale-claims");

  const claims = page.getByRole("region", { name: "What each credential says", exact: true });
  const claimOf = (lane: string) => claims.getByRole("listitem").filter({ hasText: lane });
  await expect(claims).toContainText("The account’s row says: user");
  await expect(claimOf("Database session")).toContainText("says user");
  // A page that is late shows what came of it already.
  await expect(claimOf("JWT alone, 5 s")).toContainText(/still says admin|Said admin for/);
  await expectStatus(page, "Finished");

  for (const lane of AT_ONCE) {
    const figures = await measuredIn(page, lane);
    expect(figures).toMatchObject({ promised: "at once", verdict: "Agrees", because: "no longer admin" });
    expect(lastAccepted(figures)).toBeNull();
  }
  for (const [lane, because] of Object.entries(LATER)) {
    const figures = await measuredIn(page, lane);
    expect(figures).toMatchObject({ verdict: "Agrees", because });
    expect(lastAccepted(figures) ?? 0).toBeLessThanOrEqual(secondsIn(figures.promised));
  }
  await expect(claimOf("JWT alone, 5 s")).toContainText(/is refused: .*Said admin for [\d.]+ s more/);
  await expect(page.getByText(CONTRADICTION)).toHaveCount(0);
  await expect(page.getByText("1 of 2 right")).toBeVisible();

  const table = await tableText(page);
  await page.reload();
  expect(await tableText(page)).toBe(table);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(claimOf("Database session")).toContainText("Noticed at the next request");
  await expectFits(page, 390);
});
