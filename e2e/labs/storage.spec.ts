// The storage lab as a person runs it: the window of the second origin makes every attempt in this browser, and the
// cells that the specifications decide say what they must. What Chromium alone decides is not asserted.

import type { Page } from "@playwright/test";
import { createAccount } from "../support/accounts";
import { expectAccessible } from "../support/axe";
import { prediction, pressStart } from "../support/labs";
import { expect, test } from "../support/test";

const ATTACKS = ["neighbour", "fetch", "form"];
const CHECKS = ["origin", "fetch-site", "app"];
const SAME_SITES = ["strict", "lax", "none", "plain"];
const every = (attempt: string, cookies: string[], checks: string[]) =>
  cookies.flatMap((cookie) => checks.map((check) => `csrf.${attempt}.${cookie}.${check}`));

/** RFC 6265bis §5.6.7 and §5.8.3, Fetch §3.2 and §3.3, CSP 3 §6. */
const HAPPENS = [
  ...every("own", SAME_SITES, ["nothing", ...CHECKS]),
  ...every("neighbour", SAME_SITES, ["nothing"]),
  ...every("form", ["none"], ["nothing"]),
  ...every("link", ["lax", "none"], ["nothing", ...CHECKS]),
  ...["read-local", "send-local", "read-open", "act"].map((trick) => `xss.${trick}`),
  ...["size.4096", "size.some", "cors.star.omit", "cors.exact-credentials.include"],
  ...["cors.exact-credentials.json", "cors.exact.omit"],
];
const BLOCKED = [
  ...ATTACKS.flatMap((attack) => every(attack, SAME_SITES, CHECKS)),
  ...["fetch", "image", "form"].flatMap((attack) => every(attack, ["strict", "lax"], ["nothing"])),
  ...every("link", ["strict"], ["nothing"]),
  ...["xss.read-http-only", "xss.csp", "size.4097", "size.many"],
  ...["silent", "star", "star-credentials", "exact"].flatMap((policy) => [
    `cors.${policy}.include`,
    `cors.${policy}.json`,
  ]),
  "cors.silent.omit",
];

test("a reader's own browser makes every attempt of the storage lab, and the page shows what came of it", async ({
  signedIn: page,
  account,
  origin,
  complaints,
}) => {
  await page.goto("/labs/storage");
  await prediction(page, /^A form on another site is sent to the target/, "It works").check();
  await prediction(page, /^An injected script acts as the user/, "It works").check();
  const id = (await pressStart(page, "storage")).split("/").at(-1) ?? "";

  const before = await cookieNames(page);
  const opened = page.context().waitForEvent("page");
  await page.getByRole("button", { name: "Open the second origin" }).click();
  const second = await opened;
  await expect(second.getByRole("heading", { name: "That was all" })).toBeVisible({ timeout: 90_000 });
  const target = new URL(second.url()).origin;
  expect(await second.evaluate(() => localStorage.length)).toBe(0);
  await second.close();

  await expect(page.getByText("121 of 121 made")).toBeVisible();
  const cells = await page
    .locator("[data-cell]")
    .evaluateAll((found) => found.map((cell) => [cell.dataset.cell, cell.dataset.happened] as const));
  const outcome = new Map(cells);
  expect(outcome.size).toBe(121);
  const said = (ids: string[]) => Object.fromEntries(ids.map((cell) => [cell, outcome.get(cell)]));
  const all = (ids: string[], happened: string) => Object.fromEntries(ids.map((cell) => [cell, happened]));
  expect(said(HAPPENS)).toEqual(all(HAPPENS, "true"));
  expect(said(BLOCKED)).toEqual(all(BLOCKED, "false"));
  await expect(page.getByRole("region", { name: "Your predictions" })).toContainText("1 of 2 right");

  // What the browser held of the lab is gone, and the reader is still signed in to the app.
  expect(await cookieNames(page)).toEqual(before);
  expect((await page.request.get(`${origin}/api/me`)).status()).toBe(200);

  // By keyboard: an attack opens to its table, a cell to its request and its answer, and names no secret.
  const attack = page.locator("summary").filter({ hasText: "A form on another site is sent" });
  await expect(attack).toContainText(/\d+ of 16 got through, \d+ held/);
  const cell = page.locator('[data-cell="csrf.form.none.origin"]');
  await expect(cell).toBeHidden();
  await attack.focus();
  await page.keyboard.press("Enter");
  await cell.locator("summary").focus();
  await page.keyboard.press("Enter");
  const another = target.replace("localhost", "127.0.0.1");
  for (const line of [`Origin: ${another}`, "Sec-Fetch-Site: cross-site", "Answer: 403", "POST /act"])
    await expect(cell).toContainText(line);
  await expectAccessible(page, { inTwoLooks: true });

  const data = await page.request.get(`${origin}/api/labs/runs/${id}/export?format=json`);
  expect((await data.json()).conclusion.detail.cells).toHaveLength(121);
  const picture = await page.request.get(`${origin}/api/labs/runs/${id}/export?format=svg`);
  expect(await picture.text()).toContain("121 of 121 attempts were made");

  // Somebody else sees the same, and gets nowhere with it.
  const stranger = await createAccount(origin);
  expect((await stranger.client.get(`/labs/storage/runs/${id}`)).text).toContain('data-cell="xss.act"');
  expect((await stranger.client.post(`/api/labs/runs/${id}/second-origin`)).status).toBe(404);
  expect((await account.client.post(`/api/labs/runs/${id}/second-origin`)).status).toBe(404);
  // The browser says of its own accord what it refused on the lab's pages; of the app's it says nothing.
  const meant = /CORS policy|net::ERR_FAILED|Executing inline script violates|script-src-elem blocked inline/;
  const others = complaints.filter((text) => !meant.test(text) || text.includes(`${origin}/`));
  complaints.splice(0, complaints.length, ...others);
});

/** Of every host and path. */
async function cookieNames(page: Page): Promise<string[]> {
  return (await page.context().cookies()).map(({ name, path }) => `${name} ${path}`).sort();
}
