// What a page claims leads to its code, to the documentation and back: by keyboard in a panel, and without JavaScript on
// a page. Nobody has to sign in for the documentation, and no address of it shows a file.

import type { Page } from "@playwright/test";
import { createAccount } from "./support/accounts";
import { expectDashboard } from "./support/pages";
import { expect, test } from "./support/test";

const STEP = "Check idle time and account";
const CODE = /function refusal\(\{ session, disabled \}/;
const stepLink = (page: Page) =>
  page.getByRole("region", { name: "Your sign-in" }).getByRole("link", { name: STEP, exact: true });
const panel = (page: Page) => page.getByRole("dialog", { name: STEP });

test("by keyboard a step opens its code over the page, and Escape, Back and Forward do what they say", async ({
  signedIn: page,
}) => {
  await page.goto("/dashboard");
  await stepLink(page).focus();
  await page.keyboard.press("Enter");
  await expect(panel(page)).toContainText(CODE);
  await expect(page).toHaveURL(/\/docs\/code\/step-check-idle-time-and-account$/);
  await expect(panel(page).getByRole("button", { name: "Close" })).toBeFocused();

  await page.keyboard.press("Escape");
  await expect(panel(page)).toHaveCount(0);
  await expectDashboard(page);
  await expect(stepLink(page)).toBeFocused();

  await page.goForward();
  await expect(panel(page)).toContainText(CODE);
  await page.goBack();
  await expect(panel(page)).toHaveCount(0);
  await expectDashboard(page);
});

test("the panel shows the test, and leads to the docs and back", async ({ signedIn: page }) => {
  await page.goto("/dashboard");
  await stepLink(page).press("Enter");
  const code = panel(page).getByRole("group", { name: /session-mode\.test\.ts/ });
  await expect(code).toBeHidden();
  await panel(page).getByText("The test that holds it").click();
  await expect(code).toContainText("the idle timeout ends a session to the millisecond");

  await panel(page).getByRole("link", { name: "Copy this" }).press("Enter");
  await expect(page).toHaveURL(/\/docs#lift-it-into-your-app$/);
  await expect(page.getByRole("heading", { name: "Lift it into your app" })).toBeInViewport();
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: STEP })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(CODE);
  await page.goBack();
  await expectDashboard(page);
});

test("a block of code is copied as it stands in its file", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/docs/code/row-tokenhash");
  const copy = page.getByRole("button", { name: /^Copy lib\/auth\/random\.ts/ });
  await copy.click();
  await expect(copy).toHaveText("Copied");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /^\/\*\* SHA-256.*\nexport function sha256\(value: string\): Buffer \{\n {2}return hash\(.*\n\}\n$/,
  );
});

test("without JavaScript a claim leads to its code on a page, and on to the docs", async ({
  browser,
  origin,
}) => {
  const context = await browser.newContext({ baseURL: origin, javaScriptEnabled: false });
  await (await createAccount(origin)).client.into(context);
  const page = await context.newPage();
  await page.goto("/dashboard");
  await stepLink(page).click();
  await expect(page.getByRole("heading", { level: 1, name: STEP })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(CODE);
  await expect(page.getByRole("button", { name: /^Copy/ })).toHaveCount(0);
  await page.getByRole("link", { name: "All facts and their code" }).click();
  await page.getByRole("link", { name: "HttpOnly", exact: true }).click();
  await expect(page.getByRole("main")).toContainText("httpOnly: true");
  await page.goBack();
  await page.getByRole("link", { name: /^005: The pair/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "005: The pair" })).toBeVisible();
  await context.close();
});

test("the docs are for everybody, and no other address than a fact’s or a document’s shows anything", async ({
  anonymous,
}) => {
  for (const path of ["/docs", "/docs/code/claim-exp", "/docs/decisions/005-the-pair", "/docs/operations"])
    expect((await anonymous.get(path)).status, path).toBe(200);
  for (const id of [
    "nothing",
    "__proto__",
    "constructor",
    "..%2f..%2fpackage.json",
    "lib%2fauth%2fcontract.ts",
  ])
    for (const folder of ["code", "decisions"]) {
      const { status, text } = await anonymous.get(`/docs/${folder}/${id}`);
      expect(status, `${folder}/${id}`).toBe(404);
      expect(text).not.toContain("code-line");
    }
});
