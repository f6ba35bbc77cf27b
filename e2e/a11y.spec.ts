// Everybody can use every page: axe finds nothing, in light and dark, on a desk and on a phone; the keyboard
// is enough; the focus is seen. The dashboard's own states are in dashboard-a11y.spec.ts.

import type { Locator, Page } from "@playwright/test";
import { createAccount } from "./support/accounts";
import { expectAccessible } from "./support/axe";
import { button, expectDashboard, expectLogin } from "./support/pages";
import { expect, test } from "./support/test";

interface State {
  name: string;
  signedIn: boolean;
  reach(page: Page): Promise<unknown>;
}

const STATES: State[] = [
  { name: "the front page", signedIn: false, reach: (page) => page.goto("/") },
  { name: "the front page, signed in", signedIn: true, reach: (page) => page.goto("/") },
  { name: "the login page", signedIn: false, reach: (page) => page.goto("/login") },
  { name: "a refused sign-in", signedIn: false, reach: (page) => submitEmpty(page, "/login", "Sign in") },
  { name: "the sign-up page", signedIn: false, reach: (page) => page.goto("/signup") },
  {
    name: "a refused sign-up",
    signedIn: false,
    reach: (page) => submitEmpty(page, "/signup", "Create account"),
  },
  { name: "the docs", signedIn: false, reach: (page) => page.goto("/docs") },
  { name: "a fact and its code", signedIn: true, reach: openFact },
  { name: "the code of a step, in its panel", signedIn: true, reach: openPanel },
  {
    name: "a decision record",
    signedIn: false,
    reach: (page) => page.goto("/docs/decisions/019-no-cache-components"),
  },
  { name: "how to run it", signedIn: false, reach: (page) => page.goto("/docs/operations") },
  { name: "the dashboard", signedIn: true, reach: (page) => page.goto("/dashboard") },
  { name: "the devices", signedIn: true, reach: (page) => page.goto("/devices") },
  { name: "the account", signedIn: true, reach: (page) => page.goto("/account") },
  { name: "the confirmation", signedIn: true, reach: (page) => page.goto("/confirm?next=/devices") },
  { name: "the activity", signedIn: true, reach: (page) => page.goto("/activity") },
  { name: "the settings", signedIn: true, reach: (page) => page.goto("/settings") },
  { name: "saved settings", signedIn: true, reach: saveSettings },
  { name: "refused settings", signedIn: true, reach: refusedSettings },
  { name: "a page that does not exist", signedIn: false, reach: (page) => page.goto("/nowhere") },
];

for (const { name, signedIn, reach } of STATES) {
  test(`axe finds nothing on ${name}, and nothing is wider than the window`, async ({ page, origin }) => {
    if (signedIn) await (await createAccount(origin)).client.into(page.context());
    await reach(page);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
  });
}

test("the first Tab reaches a link that skips to the content", async ({ page }) => {
  for (const path of ["/", "/login"]) {
    await page.goto(path);
    await page.keyboard.press("Tab");
    const skip = page.getByRole("link", { name: /skip/i });
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("main")).toBeFocused();
  }
});

test("the keyboard alone signs in, switches the mode and signs out", async ({ page, account }) => {
  await page.goto("/login");
  await tabTo(page, page.getByLabel("Email", { exact: true }));
  await page.keyboard.type(account.email);
  await tabTo(page, page.getByLabel("Password", { exact: true }));
  await page.keyboard.type(account.password);
  await page.keyboard.press("Enter");
  await expectDashboard(page);

  await tabTo(page, page.getByRole("navigation").getByRole("link", { name: "Settings" }));
  await page.keyboard.press("Enter");
  const radios = page.getByRole("radiogroup", { name: "Auth mode" }).getByRole("radio");
  await expect(radios).toHaveCount(2);
  await tabTo(page, radios.first());
  await page.keyboard.press("ArrowDown");
  await expect(radios.nth(1)).toBeChecked();
  await tabTo(page, button(page, "Save settings"));
  await page.keyboard.press("Space");
  await expect(page.getByRole("status").filter({ hasText: /exchanged/i })).toBeVisible();

  await tabTo(page, button(page, "Sign out"));
  await page.keyboard.press("Enter");
  await expectLogin(page);
});

test("whatever has the focus can be seen to have it", async ({ signedIn: page }) => {
  for (const path of ["/dashboard", "/settings"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const stops = new Set<string>();
    for (let tab = 0; tab < 60; tab++) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(describeFocus);
      if (!stop || stops.has(stop.name)) break;
      stops.add(stop.name);
      expect(stop.marked, `${path}: ${stop.name}`).toBe(true);
    }
    expect(stops.size, path).toBeGreaterThan(8);
  }
});

test("the theme follows the system, can be set, and stays set on the next page and visit", async ({
  page,
}) => {
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/");
  const light = await background();
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await background();
  expect(dark).not.toBe(light);

  await button(page, "Light").click();
  await expect(button(page, "Light")).toHaveAttribute("aria-pressed", "true");
  expect(await background()).toBe(light);
  await page.goto("/login");
  expect(await background()).toBe(light);
  await page.reload();
  await expect(button(page, "Light")).toHaveAttribute("aria-pressed", "true");
  await button(page, "System").click();
  expect(await background()).toBe(dark);
});

async function submitEmpty(page: Page, path: string, name: string): Promise<void> {
  await page.goto(path);
  await page.getByLabel("Email", { exact: true }).fill("nobody");
  await button(page, name).click();
  await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
}

/** With its test unfolded. */
async function openFact(page: Page): Promise<void> {
  await page.goto("/docs/code/step-read-the-credential");
  await page.getByText("The test that holds it").click();
}

async function openPanel(page: Page): Promise<void> {
  await page.goto("/dashboard");
  await page.getByRole("link", { name: "Read the credential", exact: true }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
}

async function saveSettings(page: Page): Promise<void> {
  await page.goto("/settings");
  await page.getByRole("radio", { name: "JWT cookie", exact: true }).check();
  await button(page, "Save settings").click();
  await expect(page.getByRole("status").filter({ hasText: /exchanged/i })).toBeVisible();
}

async function refusedSettings(page: Page): Promise<void> {
  await page.goto("/settings");
  await page.getByLabel("Lifetime", { exact: true }).fill("0");
  await button(page, "Save settings").click();
  await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
}

async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let tab = 0; tab < 60; tab++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("Sixty times Tab did not reach it.");
}

/** Runs in the page: what has the focus, and whether an outline or a ring on it or around it says so. */
function describeFocus(): { name: string; marked: boolean } | null {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  const path: string[] = [];
  let marked = false;
  for (let element: Element | null = focused; element; element = element.parentElement) {
    const style = getComputedStyle(element);
    if (path.length < 3)
      marked ||= style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 1.5;
    path.push(`${element.tagName}${[...(element.parentElement?.children ?? [])].indexOf(element)}`);
  }
  return { name: `${focused.textContent?.trim().slice(0, 30)} ${path.join("<")}`, marked };
}
