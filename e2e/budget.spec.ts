// What a first visit costs the browser.

import { expectDashboard } from "./support/pages";
import { expect, test } from "./support/test";

/** Compressed, as sent. */
const MAX_SCRIPT_BYTES = 200 * 1024;

test("the first load of the dashboard takes at most 200 KB of JavaScript", async ({ signedIn: page }) => {
  const sizes: Promise<number>[] = [];
  page.on("requestfinished", (request) => {
    if (request.resourceType() !== "script") return;
    sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  await page.goto("/dashboard", { waitUntil: "networkidle" });
  await expectDashboard(page);
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  test.info().annotations.push({
    type: "JavaScript",
    description: `${(total / 1024).toFixed(1)} KB in ${sizes.length} files`,
  });
  console.log(
    `First load of /dashboard: ${(total / 1024).toFixed(1)} KB of JavaScript in ${sizes.length} files`,
  );
  expect(sizes.length).toBeGreaterThan(3);
  expect(total).toBeGreaterThan(20 * 1024);
  expect(total).toBeLessThanOrEqual(MAX_SCRIPT_BYTES);
});
