// Owns everything between "npm start" and a server that can answer: the settings are read, the data folder,
// the secrets and the tables exist, the demo accounts are there or gone. An app script, because it uses
// the app's own modules; start.ts, which runs as plain Node, reads the result from file descriptor 3.

import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";
import { DatabaseError } from "../db/database-error";
import { isOpenToOthers, PrivacyError, takeFromOthers } from "../db/private-file";
import { DEMO_ACCOUNTS, DEMO_PASSWORD, seedDemo } from "../db/seed";
import { hashPassword, verifyPassword } from "../lib/auth/password";
import { type Config, ConfigError, readConfig } from "../lib/config/config";
import { backendOf } from "../lib/runtime/backends";
import { createSecrets, loadSecrets, SecretsError } from "../lib/secrets/secrets";
import { initialSettings } from "../lib/settings/schema";
import type { Backend } from "../lib/stores/backend";
import { flatten } from "../lib/stores/settings";
import { ListenError, refuseTakenPort } from "./listen";
import type { Prepared } from "./prepared";

/** A data folder that cannot be used. */
class FolderError extends Error {}

const EXPECTED = [ConfigError, SecretsError, DatabaseError, PrivacyError, ListenError, FolderError];

try {
  await prepare(process.argv.slice(2));
} catch (error) {
  // An expected failure is one line; anything else is a fault of ours and keeps its stack.
  if (!EXPECTED.some((kind) => error instanceof kind)) throw error;
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

async function prepare(flags: string[]): Promise<void> {
  const config = readConfig(process.env);
  // Before anything is written: another server may be running on the same data.
  if (flags.includes("--serve")) await refuseTakenPort(config);
  const backend = backendOf(config);
  const notes = makeDataFolder(config, backend);
  await createSecrets(config.secretsFile);
  loadSecrets(config.secretsFile);
  notes.push(...(await backend.prepare()));
  if (flags.includes("--migrate-only")) {
    for (const note of notes) console.log(note);
    return;
  }
  notes.push(...(await seed(config, backend)));
  if (flags.includes("--serve")) writeSync(3, JSON.stringify(toStart(config, backend, notes)));
}

/**
 * Writing is really tried: for root, permission bits say nothing about a read-only disk. Answers with what was changed,
 * a line each.
 */
function makeDataFolder(config: Config, backend: Backend): string[] {
  const folder = config.dataDir;
  const probe = path.join(folder, `.probe-${process.pid}`);
  try {
    makeFolder(folder);
    writeFileSync(probe, "", { flag: "wx" });
    rmSync(probe);
  } catch (error) {
    const reason = String(error).match(/: ([a-z][^,:]*), /)?.[1] ?? error;
    throw new FolderError(`DATA_DIR ${folder} cannot be written: ${reason}`);
  }
  return keepFolderPrivate(config, backend);
}

/**
 * A folder with nothing in it but ours is taken from others. One that holds more may be somebody's home or project, and
 * is left as it is: what we put there is readable by us only, wherever it lies. Where all may write, anybody could put
 * another database in the place of ours.
 */
function keepFolderPrivate({ dataDir, secretsFile }: Config, { files }: Backend): string[] {
  const stats = statSync(dataDir);
  if (!isOpenToOthers(stats)) return [];
  const ours = [...files, secretsFile, path.join(dataDir, "coatcheck.db")];
  const isOurs = (name: string) => ours.some((file) => path.join(dataDir, name).startsWith(file));
  if (readdirSync(dataDir).every(isOurs)) return [takeFromOthers(dataDir, stats, 0o700)];
  const isSticky = (stats.mode & 0o1000) !== 0;
  if ((stats.mode & 0o002) !== 0 && !isSticky)
    throw new FolderError(`DATA_DIR ${dataDir} can be written by everybody; run: chmod 700 '${dataDir}'`);
  return [];
}

/** Not `recursive`: with it Node never returns where a parent exists but takes no folders, as in /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = path.dirname(folder);
  if (!existsSync(parent)) makeFolder(parent);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another first start may have made it meanwhile.
    if (!existsSync(folder)) throw error;
  }
}

/** Answers with what whoever starts the app should know. */
async function seed(config: Config, backend: Backend): Promise<string[]> {
  const { demo, close } = await backend.open();
  try {
    const settings = flatten(initialSettings(config.defaultMode));
    if (config.demo) await seedDemo(demo, { hashPassword, verifyPassword, settings });
    const demoted = config.demo ? [] : (await demo.remove()).demoted;
    return demoted.map((email) => `${email} is no admin any more: a demo admin made it one`);
  } finally {
    await close();
  }
}

/** What start.ts needs to know. */
function toStart(
  { database: _, metricsToken: __, ...config }: Config,
  { place }: Backend,
  notes: string[],
): Prepared {
  const demo = config.demo
    ? { accounts: DEMO_ACCOUNTS.map(({ email }) => email), password: DEMO_PASSWORD }
    : null;
  return { ...config, place, demo, notes };
}
