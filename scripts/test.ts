// `npm test`, and `npm run test:services` for what needs engines or patience; CI runs both. The stages run in order,
// and one that fails does not hide the ones after it; the last line counts them all: each check as one, and each
// test as one.

import { existsSync, globSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { ensureBuild } from "./build.ts";
import { ChromiumError, findChromium, findShell } from "./chromium.ts";
import { readPlaywright, readVitest, type Tally } from "./count.ts";
import { run } from "./run.ts";
import { chooseStages, StagesError } from "./stages.ts";
import { findPostgres } from "./test-postgres.ts";

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
  unit: () => vitest("unit"),
  build,
  browser: () => playwright("browser", "desktop", "back"),
};
/** Each is one folder or file of services/, or takes patience. */
const SERVICES: Record<string, () => Promise<Tally>> = {
  /** A class at once, and kill -9 again and again, on the build that the browser stage used. */
  patience: () => playwright("patience", "patience"),
  /** That every benchmark runs. What it measures is told by `npm run bench`. */
  bench: () => check("node", "scripts/bench.ts", "--short"),
  /** Every test over HTTP again, each server with a database of its own in one PostgreSQL. */
  postgres: onPostgres,
  lift: () => withRegistry("lift, which makes a new Next.js app", () => vitest("lift", "lift")),
};

const total: Tally = { passed: 0, failed: 0 };
for (const name of chosen()) {
  const began = Date.now();
  console.log(`\n== ${name}`);
  const tally = await { ...STAGES, ...SERVICES }[name]?.().catch(crashed);
  const { passed, failed } = tally ?? crashed(new Error("no such stage"));
  console.log(
    `-- ${name}: ${passed} passed, ${failed} failed, ${((Date.now() - began) / 1000).toFixed(1)} s`,
  );
  total.passed += passed;
  total.failed += failed;
}
process.exitCode = total.failed > 0 ? 1 : 0;
console.log(`\n${total.passed} passed, ${total.failed} failed`);

function chosen(): string[] {
  try {
    return chooseStages(process.argv.slice(2), Object.keys(STAGES), Object.keys(SERVICES));
  } catch (error) {
    if (!(error instanceof StagesError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

async function check(command: string, ...flags: string[]): Promise<Tally> {
  return (await show(command, flags)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Two commands that make one check. */
async function both(first: Tally, second: () => Promise<Tally>): Promise<Tally> {
  return first.failed > 0 ? first : second();
}

/** The unit tests, or the service tests under `where`, which have a configuration of their own. */
async function vitest(stage: string, where?: string): Promise<Tally> {
  const file = emptyResult(`${stage}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const service = where ? ["--config", "services/vitest.config.ts", where] : [];
  return readVitest(file, await show("vitest", ["run", ...reporters, ...service]));
}

/** Leaves a stage out, and says so, where no npm registry answers; where CI is set that is a failure. */
async function withRegistry(what: string, stage: () => Promise<Tally>): Promise<Tally> {
  const { code } = await run("npm", ["view", "create-next-app", "version"], {
    signal: AbortSignal.timeout(60_000),
  });
  if (code === 0) return stage();
  console.log(`LEFT OUT: ${what}: no npm registry answers`);
  return { passed: 0, failed: process.env.CI ? 1 : 0 };
}

/** The same build that `npm start` makes, so that the browser stage finds it ready. */
async function build(): Promise<Tally> {
  const outcome = await ensureBuild(root);
  if (outcome.kind === "failed") console.log(outcome.output);
  return outcome.kind === "failed" ? { passed: 0, failed: 1 } : { passed: 1, failed: 0 };
}

/** The browser tests of some projects of playwright.config.ts. */
async function playwright(stage: string, ...projects: string[]): Promise<Tally> {
  const file = emptyResult(`${stage}.json`);
  for (const old of globSync(path.join(results, "server-*"))) rmSync(old, { recursive: true });
  // Whoever names a browser wants it for all.
  const shell = process.env.CHROMIUM_PATH ? undefined : await findShell();
  const env = {
    CHROMIUM_PATH: await findChromium(),
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    ...(shell && { CHROMIUM_SHELL: shell }),
  };
  const flags = projects.map((project) => `--project=${project}`);
  return readPlaywright(file, await show("playwright", ["test", ...flags], env));
}

async function onPostgres(): Promise<Tally> {
  const postgres = await findPostgres((why) =>
    console.log(`LEFT OUT: the browser tests on PostgreSQL: ${why}`),
  );
  if (!postgres) return { passed: 0, failed: process.env.CI ? 1 : 0 };
  const { TEST_POSTGRES_URL: given } = process.env;
  Object.assign(process.env, { E2E_BACKEND: "postgres", TEST_POSTGRES_URL: postgres.url });
  try {
    return await playwright("postgres", "desktop", "back");
  } finally {
    delete process.env.E2E_BACKEND;
    if (given === undefined) delete process.env.TEST_POSTGRES_URL;
    else process.env.TEST_POSTGRES_URL = given;
    await postgres.stop();
  }
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
