// Signing in by the form, in both modes, and what the browser then holds.

import type { BrowserContext } from "@playwright/test";
import { COOKIE, createAccount, LABEL, MODES, type Mode } from "../support/accounts";
import { button, expectDashboard, expectLogin, fillSignIn, signInWith } from "../support/pages";
import { expect, test } from "../support/test";

for (const mode of MODES) {
  test(`signing in by the form with "${LABEL[mode]}" leaves exactly its cookie`, async ({
    page,
    account,
  }) => {
    await page.goto("/login");
    await fillSignIn(page, account, mode);
    await button(page, "Sign in").click();
    await expectDashboard(page);
    await expectCredential(page.context(), mode);
    const me = await page.evaluate(async () => (await fetch("/api/me")).json());
    expect(me).toMatchObject({ user: { email: account.email }, auth: { mode } });
    await expect(page.getByRole("banner")).toContainText(LABEL[mode]);
  });

  test(`an account set to "${LABEL[mode]}" signs in with it when nothing else is chosen`, async ({
    page,
    origin,
  }) => {
    const account = await createAccount(origin, { authMode: mode });
    await page.goto("/login");
    await fillSignIn(page, account);
    await button(page, "Sign in").click();
    await expectDashboard(page);
    await expectCredential(page.context(), mode);
  });
}

test("a wrong password, an unknown address and no password at all are answered with one sentence", async ({
  page,
  account,
}) => {
  const sentences: string[] = [];
  for (const [email, password] of [
    [account.email, "not the password"],
    [`nobody-${account.email}`, account.password],
    [account.email, ""],
  ] as const) {
    await page.goto("/login");
    await fillSignIn(page, { email, password });
    await button(page, "Sign in").click();
    const alert = page.getByRole("alert").filter({ hasText: /\w/ });
    await expect(alert).toBeVisible();
    sentences.push((await alert.textContent()) ?? "");
    await expect(page.getByLabel("Email", { exact: true })).toHaveValue(email);
    await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
    await expectLogin(page);
  }
  expect(new Set(sentences).size).toBe(1);
  expect(sentences[0]).toMatch(/wrong/i);
  expect(await page.context().cookies()).toEqual([]);
  // The control, in the same form.
  await page.getByLabel("Password", { exact: true }).fill(account.password);
  await button(page, "Sign in").click();
  await expectDashboard(page);
});

test("a refused sign-in keeps the chosen mode", async ({ page, account }) => {
  await page.goto("/login");
  await fillSignIn(page, { ...account, password: "not the password" }, "jwt");
  await button(page, "Sign in").click();
  await expect(page.getByRole("alert").filter({ hasText: /wrong/i })).toBeVisible();
  await expect(signInWith(page, "jwt")).toBeChecked();
});

test("a visitor starts as a demo account with one click on the front page", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: /Alice/ }).click();
  await expectDashboard(page);
  await expect(page.getByRole("banner")).toContainText("Alice");
});

async function expectCredential(context: BrowserContext, mode: Mode): Promise<void> {
  const cookies = await context.cookies();
  const credentials = cookies.filter(({ name }) => Object.values(COOKIE).includes(name));
  expect(credentials).toEqual([
    expect.objectContaining({
      name: COOKIE[mode],
      secure: true,
      httpOnly: true,
      sameSite: "Lax",
      path: "/",
      domain: "localhost",
    }),
  ]);
}
