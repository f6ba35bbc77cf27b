// The password is changed and the account deleted as a person does it; every other sign-in ends with it.

import type { Locator, Page } from "@playwright/test";
import { type Account, COOKIE, signIn, whoIs } from "../support/accounts";
import { Client } from "../support/client";
import { button, expectDashboard, expectLogin, fillSignIn } from "../support/pages";
import { expect, test } from "../support/test";

const NEW = "umbrella and gloves 42";

const field = (page: Page, name: string): Locator => page.getByLabel(name, { exact: true });

async function changePassword(page: Page, current: string, next: string): Promise<void> {
  await page.goto("/account");
  await field(page, "Current password").fill(current);
  await field(page, "New password").fill(next);
  await button(page, "Change password").click();
}

async function opens(origin: string, { email }: Account, password: string): Promise<boolean> {
  return (await new Client(origin).post("/api/auth/sign-in", { email, password })).status === 200;
}

for (const mode of ["session", "jwt"] as const)
  test(`in ${mode} a new password keeps this browser and ends the others`, async ({
    page,
    account,
    origin,
  }) => {
    const others = [await signIn(origin, account, "session"), await signIn(origin, account, "jwt")];
    await page.goto("/login");
    await fillSignIn(page, account, mode);
    await button(page, "Sign in").click();
    await expectDashboard(page);
    await changePassword(page, account.password, NEW);
    const notice = page.getByRole("status").filter({ hasText: "Password changed" });
    await expect(notice).toContainText("Database session");
    await expect(notice).toContainText("refused at once");
    await expect(notice).toContainText(/still accepted until it expires, for at most 1[45]:\d\d/);
    await page.goto("/dashboard");
    await expectDashboard(page);
    for (const other of others) {
      other.cookies.delete(COOKIE.jwt);
      expect(await whoIs(other)).toBeNull();
    }
    expect(await opens(origin, account, account.password)).toBe(false);
    expect(await opens(origin, account, NEW)).toBe(true);
  });

test("what is wrong with a new password stands at its field, and nothing has changed", async ({
  signedIn: page,
  account,
  origin,
}) => {
  await changePassword(page, "wrong", NEW);
  await expect(field(page, "Current password")).toHaveAccessibleDescription(/not your password/);
  await expect(field(page, "New password")).toHaveValue("");
  await changePassword(page, account.password, "short");
  await expect(field(page, "New password")).toHaveAccessibleDescription(/at least 8/i);
  expect(await opens(origin, account, account.password)).toBe(true);
  expect(await whoIs(account.client)).not.toBeNull();
});

test("a deleted account is gone, and its sign-ins with it", async ({ signedIn: page, account, origin }) => {
  const other = await signIn(origin, account, "session");
  await page.goto("/account");
  await field(page, "Password").fill("wrong");
  await button(page, "Delete my account").click();
  await expect(field(page, "Password")).toHaveAccessibleDescription(/not your password/);
  expect(await whoIs(other)).not.toBeNull();
  await field(page, "Password").fill(account.password);
  await button(page, "Delete my account").click();
  await expectLogin(page);
  await expect(page.getByRole("status").filter({ hasText: "Your account is deleted" })).toBeVisible();
  expect([await whoIs(other), await whoIs(account.client)]).toEqual([null, null]);
  expect(await opens(origin, account, account.password)).toBe(false);
  await page.goto("/dashboard");
  await expectLogin(page);
});

test("nobody takes a demo account from the other visitors", async ({ page, origin }) => {
  const password = "correct horse battery staple";
  const bob = new Client(origin);
  expect((await bob.post("/api/auth/sign-in", { email: "bob@example.com", password })).status).toBe(200);
  await bob.into(page.context());
  await changePassword(page, password, NEW);
  await expect(page.getByRole("alert").filter({ hasText: "for all visitors" })).toBeVisible();
  await field(page, "Password").fill(password);
  await button(page, "Delete my account").click();
  await expect(page.getByRole("alert").filter({ hasText: "for all visitors" })).toHaveCount(2);
  const client = new Client(origin);
  expect((await client.post("/api/auth/sign-in", { email: "bob@example.com", password })).status).toBe(200);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the password is changed and the account deleted", async ({ signedIn: page, account, origin }) => {
    await changePassword(page, account.password, NEW);
    await expect(page.getByText("Password changed")).toBeVisible();
    expect(await opens(origin, account, NEW)).toBe(true);
    await page.goto("/account");
    await field(page, "Password").fill(NEW);
    await button(page, "Delete my account").click();
    await expect(page.getByText("Your account is deleted")).toBeVisible();
    expect(await opens(origin, account, NEW)).toBe(false);
  });
});
