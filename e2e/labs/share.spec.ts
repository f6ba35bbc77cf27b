// The open link of a run as people use it: made and taken back with a form that needs no JavaScript, opened by somebody
// who is not signed in. Who may open what is tried in lib/labs/runs/share.test.ts.

import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe";
import { Client } from "../support/client";
import { startRun, verdicts } from "../support/labs";
import { button } from "../support/pages";
import { expect, test } from "../support/test";

const OFF = "Off. Turn it on";
const SHORT = { aloneSeconds: "5", cacheSeconds: "1", shortSeconds: "2" };

/** Of a run that is over. */
async function linkOn(page: Page): Promise<string> {
  const text = await page
    .getByRole("region", { name: "Anyone with the link may open it" })
    .getByRole("code")
    .textContent();
  return new URL(text ?? "", page.url()).pathname;
}

test("a link opens a run to anybody, read-only, until it is taken back", async ({
  signedIn: page,
  account,
  browser,
  origin,
}) => {
  const id = await startRun(account.client, "revocation", SHORT);
  await page.goto(`/labs/revocation/runs/${id}`);
  await expect(page.getByText("Running", { exact: true })).toBeVisible();
  await expect(button(page, "Make a link")).toHaveCount(0);
  await expect(page.getByText("Finished", { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(OFF)).toBeVisible();
  await button(page, "Make a link").click();
  await expect(button(page, "Take the link back")).toBeVisible();
  const path = await linkOn(page);

  const stranger = await (await browser.newContext({ baseURL: origin })).newPage();
  const answer = await stranger.goto(path);
  expect(answer?.headers()).toMatchObject({
    "cache-control": "private, no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": expect.stringContaining("noindex"),
  });
  await expect(verdicts(stranger)).toHaveCount(8);
  await expect(stranger.getByText(/^A session ended in/)).toBeVisible();
  await expect(stranger.getByRole("img", { name: /^7 lanes over 9 seconds/ })).toBeVisible();
  await expect(stranger.getByRole("main").getByRole("button")).toHaveCount(0);
  await expect(stranger.getByRole("main").locator("form")).toHaveCount(0);
  for (const word of [account.email, account.name, "127.0.0.1", "Mozilla", "HeadlessChrome"])
    expect(await stranger.content(), word).not.toContain(word);
  await expectAccessible(stranger, { inTwoLooks: true });
  // The link opens this page and nothing else.
  const visitor = new Client(origin);
  for (const door of [`/api/labs/runs/${id}`, `/api/labs/runs/${id}/export?format=json`])
    expect((await visitor.get(door, { headers: { referer: `${origin}${path}` } })).status).toBe(401);
  expect((await visitor.get(`/labs/revocation/runs/${id}`)).status).toBe(303);
  const wrong = `${path.slice(0, -2)}AA`;
  expect((await visitor.get(wrong)).status).toBe(404);

  await button(page, "Take the link back").click();
  await expect(page.getByText(OFF)).toBeVisible();
  expect((await stranger.goto(path))?.status()).toBe(404);
  await expect(stranger.getByRole("heading", { name: "There is no such page" })).toBeVisible();
  const gone = (await visitor.get(path)).text;
  expect(gone).not.toContain("Revocation stopwatch");
  await stranger.context().close();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a link is made, opened and taken back", async ({ signedIn: page, account, anonymous }) => {
    const id = await startRun(account.client, "revocation", SHORT);
    await account.client.post(`/api/labs/runs/${id}/stop`);
    await page.goto(`/labs/revocation/runs/${id}`);
    await button(page, "Make a link").click();
    const path = await linkOn(page);
    expect((await anonymous.get(path)).status).toBe(200);
    await button(page, "Take the link back").click();
    await expect(page.getByText(OFF)).toBeVisible();
    expect((await anonymous.get(path)).status).toBe(404);
  });
});
