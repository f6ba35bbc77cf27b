// What is live about the side-by-side behaves: the focus stays, probes never overlap, a hidden page asks
// nothing, and no answer is never taken for a no.

import { actButton, expectLight, half, issuePair, press, said } from "../support/dashboard";
import { expect } from "../support/expect";
import { test } from "../support/test";

test.beforeEach(async ({ signedIn: page }) => {
  await page.goto("/dashboard");
});

test("the focus stays on the button that was pressed", async ({ signedIn: page }) => {
  await issuePair(page);
  await expect(page.getByRole("button", { name: "Issue a pair", exact: true })).toBeFocused();
  for (const name of ["Tamper one character", "Replay the copy", "Sign out here"]) {
    const before = await said(page).textContent();
    await press(page, "session", name);
    await expect(said(page)).not.toHaveText(before ?? "");
    await expect(actButton(page, "session", name)).toBeFocused();
  }
});

test("no answer is not a refusal, and a hidden page asks nothing", async ({ signedIn: page, complaints }) => {
  await issuePair(page);
  await expectLight(page, "jwt", "Accepted");
  await page.route("**/api/pair/*", (route) =>
    route.fulfill({ status: 503, json: { error: "unavailable" } }),
  );
  const light = half(page, "jwt").locator("[data-state]");
  await expect(light).toHaveText("No answer");
  await expect(light).toHaveAttribute("data-state", "unknown");
  await page.unroute("**/api/pair/*");
  await expectLight(page, "jwt", "Accepted");

  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  let asked = 0;
  page.on("request", (request) => {
    if (request.url().includes("/api/pair/")) asked += 1;
  });
  // Nothing to wait for: what must not happen would happen within these two and a half seconds.
  await page.waitForTimeout(2500);
  expect(asked).toBe(0);
  complaints.splice(0, complaints.length, ...complaints.filter((text) => !text.includes("503")));
});

test("probes never overlap", async ({ signedIn: page }) => {
  let open = 0;
  let most = 0;
  await page.route("**/api/pair/session", async (route) => {
    open += 1;
    most = Math.max(most, open);
    const answer = await route.fetch();
    await route.fulfill({ response: answer });
    open -= 1;
  });
  await issuePair(page);
  for (const name of ["Tamper one character", "Replay the copy", "Tamper one character"]) {
    await press(page, "session", name);
    await expectLight(page, "session", name === "Replay the copy" ? "Accepted" : "Refused: bad signature");
  }
  expect(most).toBe(1);
  // A probe that is on its way when the test ends is nobody's failure.
  await page.unrouteAll({ behavior: "ignoreErrors" });
});
