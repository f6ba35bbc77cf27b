// What people do on the app's pages, by the names they read there. No selector by class or test id.

import type { Locator, Page } from "@playwright/test";
import { LABEL, type Mode } from "./accounts";
import { expect } from "./expect";

export async function fillSignIn(
  page: Page,
  { email, password }: { email: string; password: string },
  mode?: Mode,
): Promise<void> {
  await page.getByLabel("Email", { exact: true }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  if (mode) await signInWith(page, mode).check();
}

/** The radio of "Sign in with". */
export function signInWith(page: Page, mode: Mode): Locator {
  return page
    .getByRole("radiogroup", { name: "Sign in with" })
    .getByRole("radio", { name: LABEL[mode], exact: true });
}

/** The radio of "Auth mode" in the settings. */
export function authMode(page: Page, mode: Mode): Locator {
  return page
    .getByRole("radiogroup", { name: "Auth mode" })
    .getByRole("radio", { name: LABEL[mode], exact: true });
}

/** Presses the form's own button: the header has links and buttons with similar names. */
export function button(page: Page, name: string): Locator {
  return page.getByRole("button", { name, exact: true });
}

export async function expectDashboard(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/dashboard$/);
  await expect(page.getByRole("region", { name: "Your sign-in" })).toBeVisible();
}

export async function expectLogin(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/login(\?|$)/);
  await expect(button(page, "Sign in")).toBeVisible();
}

/** A stage that is alive: before, it hears no key. */
export async function expectKeys(page: Page): Promise<void> {
  await expect(page.locator("main[data-stage=keys]")).toBeVisible();
}
