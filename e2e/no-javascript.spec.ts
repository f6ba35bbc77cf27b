// Everything a person must be able to do works as plain forms, without JavaScript.

import { COOKIE, newIdentity, whoIs } from "./support/accounts";
import { Client } from "./support/client";
import { authMode, button, expectDashboard, expectLogin, fillSignIn } from "./support/pages";
import { expect, test } from "./support/test";

test.use({ javaScriptEnabled: false });

test("without JavaScript a visitor signs up, and sees what was wrong", async ({ page }) => {
  const { email, password, name } = newIdentity();
  await page.goto("/signup");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Email", { exact: true }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill("short");
  await button(page, "Create account").click();
  await expect(page.getByLabel("Password", { exact: true })).toHaveAccessibleDescription(/at least 8/i);
  await expect(page.getByLabel("Email", { exact: true })).toHaveValue(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await button(page, "Create account").click();
  await expectDashboard(page);
});

for (const mode of ["session", "jwt"] as const) {
  test(`without JavaScript a person signs in with ${mode}, is refused a wrong password, and signs out`, async ({
    page,
    account,
    origin,
  }) => {
    await page.goto("/dashboard");
    await expectLogin(page);
    await fillSignIn(page, { ...account, password: "wrong" }, mode);
    await button(page, "Sign in").click();
    await expect(page.getByRole("alert").filter({ hasText: /wrong/i })).toBeVisible();
    await fillSignIn(page, account, mode);
    await button(page, "Sign in").click();
    await expectDashboard(page);
    expect((await page.context().cookies()).map(({ name }) => name)).toContain(COOKIE[mode]);

    const held = await Client.from(page.context(), origin);
    await button(page, "Sign out").click();
    await expectLogin(page);
    expect(
      (await page.context().cookies()).filter(({ name }) => Object.values(COOKIE).includes(name)),
    ).toEqual([]);
    if (mode === "session") expect(await whoIs(held)).toBeNull();
    await page.goto("/dashboard");
    await expectLogin(page);
  });
}

test("without JavaScript settings are saved and the mode is switched", async ({
  signedIn: page,
  account,
}) => {
  await page.goto("/settings");
  await authMode(page, "jwt").check();
  await page.getByLabel("Algorithm").selectOption("EdDSA");
  await page.getByRole("radio", { name: "Token version", exact: true }).check();
  await page.getByLabel("Refresh idle timeout", { exact: true }).fill("3600");
  await page.getByLabel("Sign-ins at once, at most", { exact: true }).fill("9");
  await button(page, "Save settings").click();
  await expect(page.getByRole("status").filter({ hasText: /saved/i })).toBeVisible();
  await expect(authMode(page, "jwt")).toBeChecked();
  await expect(page.getByLabel("Algorithm")).toHaveValue("EdDSA");
  await expect(page.getByRole("radio", { name: "Token version", exact: true })).toBeChecked();
  await expect(page.getByLabel("Refresh idle timeout", { exact: true })).toHaveValue("1 h");
  await expect(page.getByLabel("Sign-ins at once, at most", { exact: true })).toHaveValue("9");
  expect(await whoIs(account.client)).toBeNull();
  await page.goto("/dashboard");
  await expectDashboard(page);
});

test("without JavaScript a demo account is one click away", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: /Bob/ }).click();
  await expectDashboard(page);
  await expect(page.getByRole("banner")).toContainText("Bob");
});
