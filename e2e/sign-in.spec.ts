// Signing in by the form, in both modes, and what the browser then holds.

import type { BrowserContext } from "@playwright/test";
import { COOKIE, createAccount, LABEL, MODES, type Mode, signIn, whoIs } from "./support/accounts";
import { button, expectDashboard, expectLogin, fillSignIn, signInWith } from "./support/pages";
import { expect, test } from "./support/test";

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

  test(`signing in with "${LABEL[mode]}" sets the cookie with the contract's attributes`, async ({
    origin,
    account,
    anonymous,
  }) => {
    const { email, password } = account;
    const answer = await anonymous.post("/api/auth/sign-in", { email, password, mode });
    const lines = answer.setCookies.filter((line) => line.startsWith(`${COOKIE[mode]}=`));
    expect(lines).toHaveLength(1);
    const [pair = "", ...attributes] = (lines[0] ?? "").split("; ");
    const names = attributes.map((attribute) => attribute.toLowerCase());
    expect(names).toEqual(expect.arrayContaining(["path=/", "secure", "httponly", "samesite=lax"]));
    expect(names.join()).not.toContain("domain=");
    expect(pair.length).toBeLessThanOrEqual(4096);
    expect(origin).toBe(anonymous.origin);
    const everyLine = answer.setCookies.join("\n");
    expect(everyLine).not.toContain(`${COOKIE[mode === "jwt" ? "session" : "jwt"]}=`);
    for (const line of answer.setCookies)
      expect(line).toMatch(/^__Host-[^;]+;.*Secure;.*HttpOnly;.*SameSite=lax/i);
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

test("signing in ends the sign-in that the browser held before, and only that", async ({
  origin,
  account,
}) => {
  const elsewhere = account.client;
  const here = await signIn(origin, account);
  const before = here.copy();
  await here.post("/api/auth/sign-in", { email: account.email, password: account.password });
  expect(await whoIs(before)).toBeNull();
  expect(await whoIs(here)).not.toBeNull();
  expect(await whoIs(elsewhere)).not.toBeNull();
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
