// The side-by-side works as plain forms: every button, and what it did, without JavaScript.

import { MODES } from "../support/accounts";
import { cookieIn, expectLight, half, PAIR_COOKIE, press } from "../support/dashboard";
import { expect } from "../support/expect";
import { test } from "../support/test";

test.use({ javaScriptEnabled: false });

test("a pair is issued, tampered with, replayed, revoked and signed out", async ({ signedIn: page }) => {
  await page.goto("/dashboard");
  await page.getByLabel("JWT lifetime", { exact: true }).selectOption({ label: "5 min" });
  await page.getByLabel("Algorithm", { exact: true }).selectOption("HS256");
  await page.getByRole("button", { name: "Issue a pair", exact: true }).click();
  for (const mode of MODES) await expectLight(page, mode, "Accepted");
  await expect(page.getByLabel("JWT lifetime", { exact: true })).toHaveValue("300");

  for (const mode of MODES) {
    await press(page, mode, "Tamper one character");
    await expectLight(page, mode, "Refused: bad signature");
    await expect(page.getByRole("status").last()).toContainText(/Character \d+ of \d+ was changed from/);
    await press(page, mode, "Replay the copy");
    await expectLight(page, mode, "Accepted");
  }

  await page.getByRole("button", { name: "Revoke both now", exact: true }).click();
  await expectLight(page, "session", "Refused: revoked");
  await expectLight(page, "jwt", "Accepted");
  await expect(half(page, "session")).toContainText("No row.");
  await expect(page.getByText("an expiry-only JWT is looked up nowhere").first()).toBeVisible();

  await press(page, "jwt", "Sign out here");
  await expectLight(page, "jwt", "Refused: no cookie");
  expect(await cookieIn(page, PAIR_COOKIE.jwt)).toBeNull();
});

test("a pair is issued with a strategy that refuses it at once", async ({ signedIn: page }) => {
  await page.goto("/dashboard");
  await page.getByLabel("Revocation", { exact: true }).selectOption("denylist");
  await page.getByRole("button", { name: "Issue a pair", exact: true }).click();
  for (const mode of MODES) await expectLight(page, mode, "Accepted");
  await expect(page.getByLabel("Revocation", { exact: true })).toHaveValue("denylist");
  await page.getByRole("button", { name: "Revoke both now", exact: true }).click();
  for (const mode of MODES) await expectLight(page, mode, "Refused: revoked");
  await expect(page.getByText("The sign-in was put on the denylist.").first()).toBeVisible();
});
