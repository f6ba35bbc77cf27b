// `npm run screenshots`: drives the running app as a visitor would and takes the README's pictures.

import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { chromium, type Page } from "@playwright/test";
import { startApp } from "./bench/app.ts";
import { findChromium } from "./chromium.ts";

const root = path.dirname(import.meta.dirname);
const pictures = path.join(root, "docs", "pictures");
const dataDir = path.join(root, ".bench", "screenshots-data");

mkdirSync(pictures, { recursive: true });
const app = await startApp(root, 3192, dataDir);
const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const browser = await chromium.launch({ executablePath: await findChromium(), args });
try {
  const context = await browser.newContext({ colorScheme: "light", viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await visitDashboard(page);
  await page.screenshot({ path: path.join(pictures, "dashboard-light.png") });
  await runStopwatch(page);
  await page.screenshot({ path: path.join(pictures, "lab-light.png") });
} finally {
  await browser.close();
  await app.stop();
  rmSync(dataDir, { recursive: true });
}

/** Signs in as Alice, issues a pair, revokes both halves and waits for the session's light to go out. */
async function visitDashboard(page: Page): Promise<void> {
  await page.goto(app.origin);
  await page.getByRole("button", { name: /Try it as Alice/ }).click();
  await page.getByRole("heading", { name: "Your sign-in" }).waitFor();
  await page.getByRole("button", { name: "Issue a pair" }).click();
  const session = page.getByRole("region", { name: "Database session" });
  await session.getByText("Accepted").first().waitFor();
  await page.waitForTimeout(4000);
  await page.getByRole("button", { name: "Revoke both now" }).click();
  await session.getByText("Refused").first().waitFor();
  await page.waitForTimeout(6000);
  await page.evaluate(() => window.scrollTo(0, 0));
}

/** Runs the revocation stopwatch to its end, with what it starts with. */
async function runStopwatch(page: Page): Promise<void> {
  await page.goto(`${app.origin}/labs/revocation`);
  await page.getByRole("button", { name: "Start the run" }).click();
  await page.getByText("Finished", { exact: true }).waitFor({ timeout: 60_000 });
}
