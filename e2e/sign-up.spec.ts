// Creating an account by the form: what a person types, what the page says, where they end up.

import { newIdentity } from "./support/accounts";
import { button, expectDashboard } from "./support/pages";
import { expect, test } from "./support/test";

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

const refused = [
  { what: "a short password", change: { password: "short" }, field: "Password", says: /at least 8/i },
  { what: "a common password", change: { password: "Password123" }, field: "Password", says: /common/i },
  { what: "an address that is none", change: { email: "nobody" }, field: "Email", says: /e-?mail/i },
  { what: "an empty name", change: { name: " " }, field: "Name", says: /name/i },
];

for (const { what, change, field, says } of refused) {
  test(`sign-up with ${what} says so next to the field and keeps what was typed, but not the password`, async ({
    page,
  }) => {
    const identity = newIdentity();
    const typed = { ...identity, ...change };
    await page.goto("/signup");
    await page.getByLabel("Name", { exact: true }).fill(typed.name);
    await page.getByLabel("Email", { exact: true }).fill(typed.email);
    await page.getByLabel("Password", { exact: true }).fill(typed.password);
    await button(page, "Create account").click();

    const wrong = page.getByLabel(field, { exact: true });
    await expect(wrong).toHaveAttribute("aria-invalid", "true");
    await expect(wrong).toHaveAccessibleDescription(says);
    await expect(page.getByRole("alert").filter({ hasText: says })).toBeFocused();
    await expect(page.locator("[aria-invalid=true]")).toHaveCount(1);
    await expect(page.getByLabel("Email", { exact: true })).toHaveValue(typed.email);
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue(typed.name);
    await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
    expect(await page.context().cookies()).toEqual([]);

    // The control: the same form with the one thing put right.
    await page
      .getByLabel(field, { exact: true })
      .fill({ Password: identity.password, Email: identity.email, Name: identity.name }[field] ?? "");
    await page.getByLabel("Password", { exact: true }).fill(identity.password);
    await button(page, "Create account").click();
    await expectDashboard(page);
  });
}

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
