// `npm test`: everything CI runs, in order. A stage that fails does not hide the ones after it; the last line
// counts them all: each check as one, and each unit and browser test as one.

import { existsSync, globSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { ensureBuild } from "./build.ts";
import { ChromiumError, findChromium } from "./chromium.ts";
import { readPlaywright, readVitest, type Tally } from "./count.ts";
import { run } from "./run.ts";

const root = path.dirname(import.meta.dirname);
const results = path.join(root, "test-results");

process.chdir(root);
// However this was started, the project's own programs come first.
const bin = path.join(root, "node_modules", ".bin");
process.env.PATH = [bin, process.env.PATH].join(path.delimiter);
process.env.NEXT_TELEMETRY_DISABLED = "1";

const STAGES: Record<string, () => Promise<Tally>> = {
  format: () => check("biome", "ci", ".", ...(process.stdout.isTTY ? [] : ["--colors=off"])),
  types: async () => both(await check("next", "typegen"), () => check("tsc", "--noEmit")),
  layers: () => check("depcruise", ...["app", "lib", "db", "e2e", "scripts", "proxy.ts"].filter(existsSync)),
  "dead-code": () => check("knip"),
  unit,
  build,
  browser,
};

const total: Tally = { passed: 0, failed: 0 };
for (const name of chosen()) {
  const began = Date.now();
  console.log(`\n== ${name}`);
  const tally = await STAGES[name]?.().catch(crashed);
  const { passed, failed } = tally ?? crashed(new Error("no such stage"));
  console.log(
    `-- ${name}: ${passed} passed, ${failed} failed, ${((Date.now() - began) / 1000).toFixed(1)} s`,
  );
  total.passed += passed;
  total.failed += failed;
}
process.exitCode = total.failed > 0 ? 1 : 0;
console.log(`\n${total.passed} passed, ${total.failed} failed`);

/** All stages, or those that `--only=a,b` names, always in the order above. */
function chosen(): string[] {
  const only = process.argv.find((argument) => argument.startsWith("--only="));
  if (!only) return Object.keys(STAGES);
  const names = only.slice("--only=".length).split(",");
  const unknown = names.filter((name) => !(name in STAGES));
  if (unknown.length === 0) return Object.keys(STAGES).filter((name) => names.includes(name));
  console.error(`--only got ${unknown.join(",")} and takes ${Object.keys(STAGES).join(",")}`);
  process.exit(1);
}

async function check(command: string, ...flags: string[]): Promise<Tally> {
  return (await show(command, flags)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Two commands that make one check. */
async function both(first: Tally, second: () => Promise<Tally>): Promise<Tally> {
  return first.failed > 0 ? first : second();
}

async function unit(): Promise<Tally> {
  const file = emptyResult("unit.json");
  const code = await show("vitest", [
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ]);
  return readVitest(file, code);
}

/** The same build that `npm start` makes, so that the browser stage finds it ready. */
async function build(): Promise<Tally> {
  const outcome = await ensureBuild(root);
  if (outcome.kind === "failed") console.log(outcome.output);
  return outcome.kind === "failed" ? { passed: 0, failed: 1 } : { passed: 1, failed: 0 };
}

async function browser(): Promise<Tally> {
  const file = emptyResult("browser.json");
  for (const old of globSync(path.join(results, "server-*"))) rmSync(old, { recursive: true });
  const code = await show("playwright", ["test"], { CHROMIUM_PATH: await findChromium() });
  return readPlaywright(file, code);
}

/** A result that an earlier run left must not be counted for this one. */
function emptyResult(name: string): string {
  mkdirSync(results, { recursive: true });
  const file = path.join(results, name);
  rmSync(file, { force: true });
  return file;
}

async function show(
  command: string,
  flags: string[],
  env: Record<string, string> = {},
): Promise<number | null> {
  const { code, stderr } = await run(command, flags, { output: "inherit", env });
  if (code === null) console.error(stderr || `${command} was ended by a signal`);
  return code;
}

function crashed(error: unknown): Tally {
  console.error(error instanceof ChromiumError ? error.message : error);
  return { passed: 0, failed: 1 };
}
