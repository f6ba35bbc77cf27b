// Owns finding a Chromium for the browser tests and the screenshots: one that is there, else one that can be
// had. A candidate counts only if it really starts: some distributions put a mere signpost in its place.

import { accessSync, constants, existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { run } from "./run.ts";

/** No Chromium can be had. One line. */
export class ChromiumError extends Error {
  override name = "ChromiumError";
}

/** The headless shell first, as Playwright prefers it: the same engine without the window, in two thirds of the time. */
const SHELL = "chromium-headless-shell";
const NAMES = [SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const DOWNLOAD_MS = 300_000;

/**
 * The path of a Chromium that starts: CHROMIUM_PATH, one on PATH, Playwright's own, or one that is installed
 * now (by Playwright, else by apt as root on Debian). Throws `ChromiumError` when none can be had.
 */
export async function findChromium(): Promise<string> {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted) {
    if (await starts(wanted)) return wanted;
    throw new ChromiumError(
      `CHROMIUM_PATH got ${JSON.stringify(wanted)}, which does not start as a Chromium`,
    );
  }
  const { chromium } = await import("@playwright/test");
  const playwrights = chromium.executablePath();
  const present = await firstThatStarts([...onPath(), playwrights]);
  if (present) return present;
  await installByPlaywright();
  if (await starts(playwrights)) return playwrights;
  await installByApt();
  const installed = await firstThatStarts(onPath());
  if (installed) return installed;
  throw new ChromiumError(
    "No Chromium: none on PATH, and neither `npx playwright install chromium` nor apt-get could install one; " +
      "set CHROMIUM_PATH to one",
  );
}

/** What can be told at once, without starting or installing anything; undefined leaves it to Playwright. */
export function presentChromium(): string | undefined {
  return process.env.CHROMIUM_PATH || onPath()[0];
}

function onPath(): string[] {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => folder !== "");
  return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).filter(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function firstThatStarts(candidates: string[]): Promise<string | undefined> {
  for (const candidate of candidates) {
    if (await starts(candidate)) return candidate;
  }
  return undefined;
}

async function starts(file: string): Promise<boolean> {
  if (!isExecutable(file)) return false;
  const { code, stdout } = await run(file, ["--version"], { signal: AbortSignal.timeout(20_000) });
  return code === 0 && /chrom/i.test(stdout);
}

async function installByPlaywright(): Promise<void> {
  const cli = createRequire(import.meta.url).resolve("@playwright/test/cli");
  await run(process.execPath, [cli, "install", "chromium"], { signal: AbortSignal.timeout(DOWNLOAD_MS) });
}

/** Only where it cannot ask for a password: as root on Debian and its kin. */
async function installByApt(): Promise<void> {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  const options = { env: { DEBIAN_FRONTEND: "noninteractive" }, signal: AbortSignal.timeout(DOWNLOAD_MS) };
  await run("apt-get", ["update", "-q"], options);
  const install = (name: string) =>
    run("apt-get", ["install", "-yq", "--no-install-recommends", name], options);
  // Older releases do not have it.
  if ((await install(SHELL)).code !== 0) await install("chromium");
}
