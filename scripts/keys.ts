// `npm run keys:rotate` and `npm run keys:revoke`: changes secrets.json as the app would find it, under a
// running app or without one. Says what it did with ids and times; never prints a secret.

import { parseArgs } from "node:util";
import { SIGNING_ALGS } from "../lib/auth/names";
import { ConfigError, readConfig } from "../lib/config/config";
import {
  type Change,
  revokeKey,
  revokeSeal,
  rotateKey,
  rotateSeal,
  type StoredSecrets,
} from "../lib/secrets/change";
import { SecretsError } from "../lib/secrets/file";
import { updateSecrets } from "../lib/secrets/update";
import { loadEnvFiles } from "./env-files";

class UsageError extends Error {}

const USAGE = {
  rotate: `keys:rotate takes either --alg with one of ${SIGNING_ALGS.join(", ")}, or --seal`,
  revoke: "keys:revoke takes either --kid with the id of a key, or --seal with the id of a seal password",
};

loadEnvFiles();
try {
  for (const line of run(process.argv.slice(2))) console.log(line);
} catch (error) {
  // An expected failure is one line; anything else is a fault of ours and keeps its stack.
  if (![ConfigError, SecretsError, UsageError].some((kind) => error instanceof kind)) throw error;
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

function run([command, ...flags]: string[]): string[] {
  if (command === "rotate") return rotate(flags);
  if (command === "revoke") return revoke(flags);
  throw new UsageError("Takes rotate or revoke");
}

function rotate(args: string[]): string[] {
  const flags = {
    alg: { type: "string", multiple: true },
    seal: { type: "boolean", multiple: true },
  } as const;
  const { alg = [], seal = [] } = parsed(USAGE.rotate, () => parseArgs({ args, options: flags }).values);
  if (alg.length + seal.length !== 1) throw new UsageError(USAGE.rotate);
  if (seal.length > 0) return report(update((stored) => rotateSeal(stored, new Date())));
  const known = SIGNING_ALGS.find((name) => name === alg[0]);
  if (!known) throw new UsageError(USAGE.rotate);
  return report(update((stored) => rotateKey(stored, known, new Date())));
}

function revoke(args: string[]): string[] {
  const flags = {
    kid: { type: "string", multiple: true },
    seal: { type: "string", multiple: true },
  } as const;
  const { kid = [], seal = [] } = parsed(USAGE.revoke, () => parseArgs({ args, options: flags }).values);
  const [name = ""] = [...kid, ...seal];
  if (kid.length + seal.length !== 1) throw new UsageError(USAGE.revoke);
  return report(update((stored) => (seal.length > 0 ? revokeSeal : revokeKey)(stored, name, new Date())));
}

/** An unknown flag, a missing value, or a word without a flag: npm keeps flags to itself that stand before `--`. */
function parsed<T>(usage: string, parse: () => T): T {
  try {
    return parse();
  } catch {
    throw new UsageError(usage);
  }
}

function update(change: (stored: StoredSecrets) => Change): Change {
  return updateSecrets(readConfig(process.env).secretsFile, change);
}

function report({ of, current, retiring, removed }: Change): string[] {
  const [now, still] =
    of === "seal"
      ? [`Password ${current} seals from now on.`, "unseals"]
      : [`Key ${current} signs ${of} from now on.`, "verifies"];
  return [
    now,
    ...retiring.map(({ name, until }) => `${name} ${still} until ${until.toISOString()} and retires then.`),
    ...removed.map((name) => `Removed: ${name}.`),
    "A running app notices within a second; no restart is needed.",
  ];
}
