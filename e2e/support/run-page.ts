// What people see and press on the page of a lab run, by the names they read there.

import type { Locator, Page } from "@playwright/test";
import { expect } from "./expect";
import { button } from "./pages";

/** Starts the run of a filled form; returns its address. */
export async function pressStart(page: Page, lab: string): Promise<string> {
  await button(page, "Start the run").click();
  await expect(page).toHaveURL(new RegExp(`/labs/${lab}/runs/[\\w-]+$`));
  return new URL(page.url()).pathname;
}

export const expectStatus = (page: Page, words: string): Promise<void> =>
  expect(page.getByText(words, { exact: true })).toBeVisible({ timeout: 20_000 });

const table = (page: Page): Locator =>
  page.getByRole("region", { name: "Measured beside promised", exact: true }).getByRole("table");

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
  const cells = table(page).getByRole("row").filter({ hasText: lane }).getByRole("cell");
  const [measured = "", promised = "", verdict = "", because = "", reads, bytes = ""] =
    await cells.allTextContents();
  return {
    ...{ measured, promised, verdict, because },
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
