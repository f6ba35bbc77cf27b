// Toggling between the modes in the settings: the credential is exchanged, and what becomes of the old one is
// exactly what its mode promises. A copy of it is replayed from outside the browser.

import type { Page } from "@playwright/test";
import { COOKIE, createAccount, LABEL, type Mode, signIn, whoIs } from "../support/accounts";
import { Client } from "../support/client";
import { authMode, button } from "../support/pages";
import { expect, test } from "../support/test";

test("switching to JWT revokes the old session at once, and the page says so", async ({
  signedIn: page,
  origin,
}) => {
  await page.goto("/settings");
  await expect(authMode(page, "session")).toBeChecked();
  const old = (await Client.from(page.context(), origin)).only(COOKIE.session);
  expect((await whoIs(old))?.auth.mode).toBe("session");

  await switchTo(page, "jwt");
  expect(await whoIs(old)).toBeNull();
  const result = page.getByRole("status").filter({ hasText: /saved/i });
  await expect(result).toContainText(/revoked at once/i);
  await expectExchanged(page, origin, "jwt");
});

test("switching to sessions leaves the old JWT working until it expires, and the page says for how long", async ({
  page,
  origin,
}) => {
  const account = await createAccount(origin, { jwt: { accessTtlSeconds: 6 } });
  await (await signIn(origin, account, "jwt")).into(page.context());
  await page.goto("/settings");
  await expect(page.getByRole("banner")).toContainText(LABEL.jwt);
  const old = (await Client.from(page.context(), origin)).only(COOKIE.jwt);
  const expiresAt = Date.parse((await whoIs(old))?.auth.expiresAt ?? "");

  // The account's setting is "session" all along, so choosing it anew is enough.
  await authMode(page, "session").check();
  await button(page, "Save settings").click();
  const result = page.getByRole("status").filter({ hasText: /saved/i });
  await expect(result).toContainText(/still accepted for/i);
  const card = page.getByRole("region", { name: "All your sign-ins" });
  await expect(card).toContainText("Only when the token expires");
  await expectExchanged(page, origin, "session");

  expect(await whoIs(old), "the old JWT right after the switch").not.toBeNull();
  expect(Date.now()).toBeLessThan(expiresAt);
  await expect.poll(() => whoIs(old), { timeout: 10_000, intervals: [200] }).toBeNull();
  expect(Date.now()).toBeGreaterThanOrEqual(expiresAt);
  expect(Date.now()).toBeLessThan(expiresAt + 1500);
  await expectExchanged(page, origin, "session");
  await expect(result).toContainText(/expired/i);
});

test("switching there and back leaves one credential and ends both earlier ones as their modes can", async ({
  signedIn: page,
  origin,
}) => {
  await page.goto("/settings");
  await page.getByLabel("Lifetime", { exact: true }).fill("900");
  const first = await Client.from(page.context(), origin);
  await switchTo(page, "jwt");
  const second = await Client.from(page.context(), origin);
  await switchTo(page, "session");
  await expectExchanged(page, origin, "session");
  expect(await whoIs(first.only(COOKIE.session))).toBeNull();
  expect((await whoIs(second.only(COOKIE.jwt)))?.auth.mode).toBe("jwt");
  await page.reload();
  await expect(authMode(page, "session")).toBeChecked();
});

test("saving without a switch keeps the credential, and other devices keep theirs after one", async ({
  signedIn: page,
  origin,
  account,
}) => {
  const otherDevice = await signIn(origin, account);
  await page.goto("/settings");
  const before = (await Client.from(page.context(), origin)).cookies.get(COOKIE.session);
  await button(page, "Save settings").click();
  await expect(page.getByRole("status").filter({ hasText: /saved/i })).toBeVisible();
  expect((await Client.from(page.context(), origin)).cookies.get(COOKIE.session)).toBe(before);

  await switchTo(page, "jwt");
  expect((await whoIs(otherDevice))?.auth.mode).toBe("session");
});

test("the settings say before saving what a switch will do", async ({ signedIn: page }) => {
  await page.goto("/settings");
  await authMode(page, "jwt").check();
  await expect(authMode(page, "jwt")).toHaveAccessibleDescription(/on saving.*row is deleted/i);
  await authMode(page, "session").check();
  await expect(authMode(page, "session")).toHaveAccessibleDescription(/leaves your cookie as it is/i);
});

const REFUSED: Record<string, [value: string, says: RegExp]>[] = [
  {
    Lifetime: ["1", /at least 2/i],
    "Idle timeout": ["soon", /number and a unit/i],
    "Absolute timeout": ["", /number and a unit/i],
    "Refresh idle timeout": ["1", /at least 2/i],
    "Refresh absolute timeout": ["2.5", /number and a unit/i],
    "Remember the row for": ["61", /at most 1 min/i],
    "Sign-ins at once, at most": ["0", /at least 1/i],
  },
  { Lifetime: ["3601", /at most/i] },
];

test("settings say at each field what is wrong with it, keep what was entered and change nothing", async ({
  signedIn: page,
  account,
}) => {
  const before = (await account.client.get("/api/settings")).text;
  for (const fields of REFUSED) {
    await page.goto("/settings");
    await authMode(page, "jwt").check();
    const field = (name: string) => page.getByLabel(name, { exact: true });
    for (const [name, [value]] of Object.entries(fields)) await field(name).fill(value);
    await button(page, "Save settings").click();
    for (const [name, [value, says]] of Object.entries(fields)) {
      await expect(field(name)).toHaveAccessibleDescription(says);
      await expect(field(name)).toHaveValue(value);
    }
    await expect(page.locator("[aria-invalid=true]")).toHaveCount(Object.keys(fields).length);
    await expect(authMode(page, "jwt")).toBeChecked();
    expect((await account.client.get("/api/settings")).text).toBe(before);
  }
});

async function switchTo(page: Page, mode: Mode): Promise<void> {
  await authMode(page, mode).check();
  await button(page, "Save settings").click();
  await expect(page.getByRole("status").filter({ hasText: /exchanged/i })).toContainText(LABEL[mode]);
  await expect(page.getByRole("banner")).toContainText(LABEL[mode]);
}

/** The browser holds exactly one credential, of this mode, and it is accepted. */
async function expectExchanged(page: Page, origin: string, mode: Mode): Promise<void> {
  const held = await Client.from(page.context(), origin);
  const credentials = Object.values(COOKIE).filter((name) => held.cookies.has(name));
  expect(credentials).toEqual([COOKIE[mode]]);
  expect((await whoIs(held))?.auth.mode).toBe(mode);
}
