// What people see and press on the dashboard, by the names they read there.

import type { Locator, Page } from "@playwright/test";
import { LABEL, MODES, type Mode } from "./accounts";
import { expect } from "./expect";

/** The live cookie of each half of the pair. */
export const PAIR_COOKIE: Readonly<Record<Mode, string>> = {
  session: "__Host-pair-session",
  jwt: "__Host-pair-access",
};

/** The revocation strategies, by the names people read. */
export const STRATEGY: Readonly<Record<string, string>> = {
  "expiry-only": "Expiry only",
  denylist: "Denylist",
  "token-version": "Token version",
  introspection: "Introspection",
};

export const ownRegion = (page: Page): Locator =>
  page.getByRole("region", { name: "Your sign-in", exact: true });

export const half = (page: Page, mode: Mode): Locator =>
  page.getByRole("region", { name: LABEL[mode], exact: true });

const NOUN: Readonly<Record<Mode, string>> = { session: "the session", jwt: "the JWT" };

/** The button that does something to one half. */
export const actButton = (page: Page, mode: Mode, name: string): Locator =>
  page.getByRole("button", { name: `${name} (${NOUN[mode]})`, exact: true });

export const press = (page: Page, mode: Mode, name: string): Promise<void> =>
  actButton(page, mode, name).click();

export async function issuePair(
  page: Page,
  { strategy = "expiry-only", lifetime = "1 min", alg = "ES256" } = {},
): Promise<void> {
  await page.getByLabel("Revocation", { exact: true }).selectOption(strategy);
  await page.getByLabel("JWT lifetime", { exact: true }).selectOption({ label: lifetime });
  await page.getByLabel("Algorithm", { exact: true }).selectOption(alg);
  await page.getByRole("button", { name: "Issue a pair", exact: true }).click();
  await expect(said(page)).toContainText("A new pair was issued.");
}

/** What the page says that the last act really did. */
export const said = (page: Page): Locator =>
  page.getByRole("region", { name: "When each one stops working", exact: true }).getByRole("status");

const STATES: Record<string, string> = { Accepted: "on", Ended: "late", Refused: "off" };

/** The live light: "Accepted", "Ended, still accepted", "Refused: revoked", … */
export async function expectLight(page: Page, mode: Mode, words: string): Promise<void> {
  const light = half(page, mode).locator("[data-state]");
  await expect(light).toHaveText(words);
  await expect(light).toHaveAttribute("data-state", STATES[words.split(/[:,]/)[0] ?? ""] ?? "");
}

export async function cookieIn(page: Page, name: string): Promise<string | null> {
  const cookies = await page.context().cookies();
  return cookies.find((cookie) => cookie.name === name)?.value ?? null;
}

/** A term's value in a list of names and values. */
export const value = (region: Locator, term: string): Locator =>
  region
    .locator("dl > div")
    .filter({ has: region.page().locator("dt", { hasText: new RegExp(`^${term}$`) }) })
    .locator("dd");

/** What the page's table promises about the credential of a mode: for how long an act leaves it working. */
export async function promised(page: Page, row: string, mode: Mode): Promise<number | "until it expires"> {
  const table = page.getByRole("region", { name: "What each one promises" }).getByRole("table");
  const cells = table.getByRole("row").filter({ hasText: row }).getByRole("cell");
  const words = (await cells.nth(MODES.indexOf(mode)).textContent()) ?? "";
  if (words.startsWith("At once")) return 0;
  if (words === "Only when the token expires") return "until it expires";
  const seconds = /^Within (\d+) s$/.exec(words)?.[1];
  if (!seconds) throw new Error(`The table promises "${words}".`);
  return Number(seconds);
}
