// Runs of the labs: started over the API, as a program would, or on a page; and read there by the names people see.

import type { Locator, Page } from "@playwright/test";
import type { Client } from "./client";
import { expect } from "./expect";
import { json } from "./http";
import { button } from "./pages";

/** Nine seconds, the shortest run of the stopwatch that shows every kind of end. */
export const SHORT = {
  "Lifetime of the JWT alone": "5",
  "Cache of the session": "1",
  "Lifetime of the short JWT": "2",
};
export const CONTRADICTION = "This contradicts what the mode promises";

/** Starts a run and answers its id. */
export async function startRun(
  client: Client,
  lab: string,
  params: Record<string, string> = {},
): Promise<string> {
  const answer = await client.post(`/api/labs/${lab}/runs`, { params });
  if (answer.status !== 201) throw new Error(`No run: ${answer.status} ${answer.text.slice(0, 200)}`);
  return json<{ id: string }>(answer).id;
}

/** Fills the start form, by the labels of its fields. */
export async function fill(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(fields)) await (await shownField(page, label)).fill(value);
}

/** A field of the start form; what is rarely changed is unfolded first. */
export async function shownField(page: Page, label: string): Promise<Locator> {
  const field = page.getByLabel(label, { exact: true });
  if (!(await field.isVisible())) await page.locator("summary", { hasText: "Change the rest" }).click();
  await expect(field).toBeVisible();
  return field;
}

/** The radio of a prediction. */
export const prediction = (page: Page, question: string | RegExp, answer: string): Locator =>
  page
    .getByRole("radiogroup", { name: question, exact: true })
    .getByRole("radio", { name: answer, exact: true });

/** Starts the run of a filled form; returns its address. */
export async function pressStart(page: Page, lab: string): Promise<string> {
  await button(page, "Start the run").click();
  await expect(page).toHaveURL(new RegExp(`/labs/${lab}/runs/[\\w-]+$`));
  return new URL(page.url()).pathname;
}

export const expectStatus = (page: Page, words: string): Promise<void> =>
  expect(page.getByText(words, { exact: true })).toBeVisible({ timeout: 30_000 });

const table = (page: Page): Locator =>
  page.getByRole("region", { name: "Measured beside promised", exact: true }).getByRole("table");

/** With the head of the table. */
export const verdicts = (page: Page): Locator => table(page).getByRole("row");

/** One lane's row of the table, as it stands there. */
export interface Measured {
  measured: string;
  promised: string;
  verdict: string;
  because: string;
  reads: number;
  bytes: number;
}

export async function measuredIn(page: Page, lane: string): Promise<Measured> {
  const cells = verdicts(page).filter({ hasText: lane }).getByRole("cell");
  const [measured = "", promised = "", verdict = "", because = "", reads, bytes = ""] =
    await cells.allTextContents();
  return {
    measured,
    promised,
    verdict,
    because,
    reads: Number(reads),
    bytes: Number(bytes.replace(/\D/g, "")),
  };
}

/** The whole table, for comparing one look at it with another. */
export async function tableText(page: Page): Promise<string> {
  await expect(table(page)).toBeVisible();
  return (await table(page).textContent()) ?? "";
}

/** "last accepted after 0.89 s" → 0.89; null where it was refused at the very next request. */
export function lastAccepted({ measured }: Measured): number | null {
  const seconds = /last accepted after ([\d.]+) s/.exec(measured)?.[1];
  return seconds === undefined ? null : Number(seconds);
}

/** "at its expiry, 3.55 s" → 3.55. Throws where no time is named. */
export function secondsIn(promised: string): number {
  const seconds = /([\d.]+) s$/.exec(promised)?.[1];
  if (seconds === undefined) throw new Error(`"${promised}" names no time.`);
  return Number(seconds);
}

/** The request that the page shows as a curl line; the choices are those people read. */
export async function shownRequest(
  page: Page,
  { lane, device }: { lane?: string; device: string },
): Promise<{ path: string; cookie: string }> {
  if (lane) await page.getByLabel("Lane", { exact: true }).selectOption(lane);
  await page.getByLabel("Device", { exact: true }).selectOption(device);
  const asked = page.waitForResponse(/\/curl\?/);
  await button(page, "Show as curl").click();
  const { curl } = (await (await asked).json()) as { curl: string };
  // Until it stands there, an earlier one does.
  await expect(page.getByRole("region", { name: "Try it in a terminal" }).locator("pre")).toHaveText(curl);
  const [, address = "", cookie = ""] = /'(http[^']+)'[\s\S]*Cookie: ([^']*)'/.exec(curl) ?? [];
  return { path: new URL(address).pathname, cookie };
}

/** Nothing sticks out of a phone. */
export async function expectFits(page: Page, width: number): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth), `${width} px`).toBeLessThanOrEqual(
    width,
  );
}
