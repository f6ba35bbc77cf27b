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

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/** The same engine without its window, in two thirds of the time. It keeps no pages for Back. */
const SHELL = "chromium-headless-shell";
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
  await installByApt("chromium");
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

/** The path of the headless shell, which apt installs where it may; undefined where the whole browser has to do. */
export async function findShell(): Promise<string | undefined> {
  const present = await firstThatStarts(onPath([SHELL]));
  if (present) return present;
  await installByApt(SHELL);
  return firstThatStarts(onPath([SHELL]));
}

function onPath(names = NAMES): string[] {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => folder !== "");
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name))).filter(isExecutable);
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
async function installByApt(name: string): Promise<void> {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  const options = { env: { DEBIAN_FRONTEND: "noninteractive" }, signal: AbortSignal.timeout(DOWNLOAD_MS) };
  await run("apt-get", ["update", "-q"], options);
  await run("apt-get", ["install", "-yq", "--no-install-recommends", name], options);
}
