// Creating an account by the form: what a person types, what the page says, where they end up.

import { newIdentity } from "../support/accounts";
import { button, expectDashboard } from "../support/pages";
import { expect, test } from "../support/test";

test("a visitor signs up by the form and is signed in on the dashboard", async ({ page }) => {
  const { email, password, name } = newIdentity();
  await page.goto("/");
  await page.getByRole("link", { name: "Create account" }).click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Email", { exact: true }).fill(`  ${email.toUpperCase()} `);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await button(page, "Create account").click();
  await expectDashboard(page);
  await expect(page.getByRole("banner")).toContainText(name);
  const me = await page.evaluate(async () => (await fetch("/api/me")).json());
  expect(me.user).toMatchObject({ email, name, role: "user" });
});

test("what is wrong stands next to its field, what was typed is kept, but not the password", async ({
  page,
}) => {
  const identity = newIdentity();
  await page.goto("/signup");
  for (const [field, wrong, says] of [
    ["Password", "short", /at least 8/i],
    ["Password", "Password123", /common/i],
    ["Email", "nobody", /e-?mail/i],
    ["Name", " ", /name/i],
  ] as const) {
    const typed = { Name: identity.name, Email: identity.email, Password: identity.password, [field]: wrong };
    for (const [label, text] of Object.entries(typed))
      await page.getByLabel(label, { exact: true }).fill(text);
    await button(page, "Create account").click();

    await expect(page.getByRole("alert").filter({ hasText: says })).toBeFocused();
    await expect(page.getByLabel(field, { exact: true })).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByLabel(field, { exact: true })).toHaveAccessibleDescription(says);
    await expect(page.locator("[aria-invalid=true]")).toHaveCount(1);
    await expect(page.getByLabel("Email", { exact: true })).toHaveValue(typed.Email);
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue(typed.Name);
    await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
  }
  expect(await page.context().cookies()).toEqual([]);

  // The control: the same form with the one thing put right.
  await page.getByLabel("Name", { exact: true }).fill(identity.name);
  await page.getByLabel("Password", { exact: true }).fill(identity.password);
  await button(page, "Create account").click();
  await expectDashboard(page);
});

test("sign-up with a taken address says so, whatever its spelling, and changes nothing", async ({
  page,
  account,
}) => {
  await page.goto("/signup");
  await page.getByLabel("Name", { exact: true }).fill("Somebody Else");
  await page.getByLabel("Email", { exact: true }).fill(account.email.toUpperCase());
  await page.getByLabel("Password", { exact: true }).fill("another long password");
  await button(page, "Create account").click();
  await expect(page.getByRole("alert").filter({ hasText: /already/i })).toBeVisible();
  await expect(page.getByLabel("Email", { exact: true })).toHaveValue(account.email.toUpperCase());
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
  expect(await page.context().cookies()).toEqual([]);
  expect((await account.client.get("/api/me")).text).toContain(account.name);
});

test("a signed-in person who opens the sign-up page is taken to the dashboard", async ({ signedIn }) => {
  await signedIn.goto("/signup");
  await expectDashboard(signedIn);
});
