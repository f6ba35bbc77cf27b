// The audit trail as people use it: what they did is there, in words; the filter, the older pages and both
// downloads work; nobody sees another's.

import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { createAccount, createAdmin, signIn } from "../support/accounts";
import { Client } from "../support/client";
import { json } from "../support/http";
import { button } from "../support/pages";
import { expect, test } from "../support/test";

interface Activity {
  events: { kind: string; userId: string; sessionId: string; ip: string }[];
  next: number | null;
}

const entries = (page: Page) => page.getByRole("region", { name: "What happened" }).locator("li");

async function trail(client: Client, query = ""): Promise<Activity> {
  const answer = await client.get(`/api/activity${query}`);
  expect(answer.status).toBe(200);
  return json<Activity>(answer);
}

async function failSignIn(origin: string, email: string): Promise<void> {
  const answer = await new Client(origin).post("/api/auth/sign-in", { email, password: "not the password" });
  expect(answer.status).toBe(401);
}

test("sign-ins, a new device and a wrong password are listed, newest first", async ({
  signedIn: page,
  account,
  origin,
}) => {
  await signIn(origin, account, "session");
  await signIn(origin, account, "jwt");
  await failSignIn(origin, account.email);
  await page.goto("/");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Activity" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Activity" })).toBeVisible();

  const lines = entries(page);
  await expect(lines.nth(0)).toContainText("Sign-in refused: wrong password");
  await expect(lines.nth(1)).toContainText("Signed in with a JWT from an unknown browser");
  await expect(lines.nth(1)).toContainText("New device");
  await expect(lines.nth(2)).toContainText("Signed in with a database session");
  await expect(lines.last()).toContainText("Created the account");

  await lines.nth(1).locator("summary").click();
  const [event] = (await trail(account.client, "?kind=sign-in")).events;
  await expect(lines.nth(1).getByText("Sign-in", { exact: true })).toBeVisible();
  await expect(lines.nth(1)).toContainText(event?.ip ?? "an address");
});

test("the filter shows the chosen groups only, keeps its address, and says when there is nothing", async ({
  signedIn: page,
  account,
  origin,
}) => {
  await failSignIn(origin, account.email);
  await page.goto("/activity");
  const all = await entries(page).count();
  expect(all).toBeGreaterThan(1);

  await page.getByRole("checkbox", { name: "Refusals" }).check();
  await button(page, "Filter").click();
  await expect(page).toHaveURL(/\/activity\?show=refusals$/);
  await expect(entries(page)).toHaveCount(1);
  await expect(page.getByRole("checkbox", { name: "Refusals" })).toBeChecked();

  await page.goto("/activity?show=rotations");
  await expect(page.getByText("Nothing of this kind")).toBeVisible();
  await expect(entries(page)).toHaveCount(0);
  await page.getByRole("link", { name: "Show all" }).click();
  await expect(entries(page)).toHaveCount(all);
  await expect(page.getByRole("checkbox", { name: "Rotations" })).not.toBeChecked();
});

test("older events are a link away, and none is shown twice", async ({ signedIn: page, account, origin }) => {
  const device = await signIn(origin, account, "session");
  // Each is a sign-in of its own; more of the same would be folded into one.
  for (let count = 0; count < 60; count++) {
    const mode = count % 2 === 0 ? "jwt" : "session";
    expect((await device.post("/api/auth/mode", { mode })).status).toBe(200);
  }
  const expected = (await trail(account.client, "?limit=100")).events.length;
  expect(expected).toBeGreaterThan(50);
  await page.goto("/activity");
  await expect(entries(page)).toHaveCount(50);
  await page.getByRole("link", { name: "Older" }).click();
  await expect(entries(page)).toHaveCount(expected - 50);
  await expect(page.getByRole("link", { name: "Older" })).toHaveCount(0);
  await page.getByRole("link", { name: "Newest" }).click();
  await expect(entries(page)).toHaveCount(50);
});

test("both downloads hold what the list shows", async ({ signedIn: page, account }) => {
  await page.goto("/activity");
  const { events } = await trail(account.client);
  const save = async (name: string): Promise<{ name: string; text: string }> => {
    const downloading = page.waitForEvent("download");
    await page.getByRole("link", { name }).click();
    const download = await downloading;
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
  };
  const asJson = await save("Download JSON");
  expect(asJson.name).toMatch(/^coatcheck-activity-.*\.json$/);
  expect(JSON.parse(asJson.text)).toMatchObject({ events, truncated: false, note: null });
  const asCsv = await save("Download CSV");
  expect(asCsv.name).toMatch(/\.csv$/);
  const lines = asCsv.text.split("\r\n");
  expect(lines[0]).toBe(
    '"id","at","kind","userId","actorId","sessionId","mode","ip","userAgent","label","detail"',
  );
  expect(lines).toHaveLength(1 + events.length + 1);
  await expect(page).toHaveURL(/\/activity$/);
});

test("the page shows nobody another's, whatever its address asks for", async ({ page, account, origin }) => {
  const [{ userId, sessionId } = { userId: "", sessionId: "" }] = (
    await trail(account.client, "?kind=sign-in")
  ).events;
  expect(sessionId).toMatch(/^[\w-]{22}$/);
  const other = await createAccount(origin);
  await other.client.into(page.context());
  await page.goto(`/activity?user=${userId}`);
  await expect(entries(page).last()).toContainText("Created the account");
  await expect(page.getByRole("navigation", { name: "Whose activity" })).toHaveCount(0);
  expect(await page.content()).not.toContain(sessionId);
});

test("an admin sees everyone's and who they are, and their own first", async ({ page, account, origin }) => {
  const admin = await createAdmin(origin);
  await admin.client.into(page.context());
  await page.goto("/activity");
  await expect(page.getByRole("link", { name: "Mine" })).toHaveAttribute("aria-current", "page");
  await expect(entries(page).filter({ hasText: account.name })).toHaveCount(0);
  await failSignIn(origin, account.email);
  await page.getByRole("link", { name: "Everyone" }).click();
  const refused = entries(page).filter({ hasText: account.name }).filter({ hasText: "wrong password" });
  await expect(refused).toHaveCount(1);
  await refused.locator("summary").click();
  await refused.getByRole("link", { name: account.name }).click();
  await expect(page.getByRole("link", { name: "One person" })).toHaveAttribute("aria-current", "page");
  for (const text of await entries(page).allTextContents()) expect(text).toContain(account.name);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the list, its facts and the filter work", async ({ signedIn: page }) => {
    await page.goto("/activity");
    await expect(entries(page).last()).toContainText("Created the account");
    await entries(page).last().locator("summary").click();
    await expect(entries(page).last().getByText("When", { exact: true })).toBeVisible();
    await page.getByRole("checkbox", { name: "Rotations" }).check();
    await button(page, "Filter").click();
    await expect(page.getByText("Nothing of this kind")).toBeVisible();
  });
});
