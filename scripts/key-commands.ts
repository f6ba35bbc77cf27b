// Owns what `npm run keys:rotate` and `npm run keys:revoke` do: reads the command line, changes secrets.json, and says so
// in lines. Knows nothing of the process it runs in.

import { parseArgs } from "node:util";
import { SIGNING_ALGS } from "../lib/auth/names";
import { readConfig } from "../lib/config/config";
import {
  type Change,
  revokeKey,
  revokeSeal,
  rotateKey,
  rotateSeal,
  type StoredSecrets,
} from "../lib/secrets/change";
import { updateSecrets } from "../lib/secrets/update";

/** The command line asked for what these commands do not do. One line. */
export class UsageError extends Error {
  override name = "UsageError";
}

const USAGE = {
  rotate: `keys:rotate takes either --alg with one of ${SIGNING_ALGS.join(", ")}, or --seal`,
  revoke: "keys:revoke takes either --kid with the id of a key, or --seal with the id of a seal password",
};

type Environment = Parameters<typeof readConfig>[0];

/**
 * Carries out one command on the secrets that `env` leads to, and returns what to print, a line each: ids and times,
 * never a secret. Throws `UsageError`, `ConfigError` or `SecretsError`, each of one line, and then nothing is changed.
 */
export function changeKeys([command, ...flags]: string[], env: Environment): string[] {
  const update = (change: (stored: StoredSecrets) => Change) =>
    report(updateSecrets(readConfig(env).secretsFile, change));
  if (command === "rotate") return update(rotation(flags));
  if (command === "revoke") return update(revocation(flags));
  throw new UsageError("Takes rotate or revoke");
}

function rotation(args: string[]): (stored: StoredSecrets) => Change {
  const flags = {
    alg: { type: "string", multiple: true },
    seal: { type: "boolean", multiple: true },
  } as const;
  const { alg = [], seal = [] } = parsed(USAGE.rotate, () => parseArgs({ args, options: flags }).values);
  if (alg.length + seal.length !== 1) throw new UsageError(USAGE.rotate);
  if (seal.length > 0) return (stored) => rotateSeal(stored, new Date());
  const known = SIGNING_ALGS.find((name) => name === alg[0]);
  if (!known) throw new UsageError(USAGE.rotate);
  return (stored) => rotateKey(stored, known, new Date());
}

function revocation(args: string[]): (stored: StoredSecrets) => Change {
  const flags = {
    kid: { type: "string", multiple: true },
    seal: { type: "string", multiple: true },
  } as const;
  const { kid = [], seal = [] } = parsed(USAGE.revoke, () => parseArgs({ args, options: flags }).values);
  const [name = ""] = [...kid, ...seal];
  if (kid.length + seal.length !== 1) throw new UsageError(USAGE.revoke);
  return (stored) => (seal.length > 0 ? revokeSeal : revokeKey)(stored, name, new Date());
}

/** An unknown flag, a missing value, or a word without a flag: npm keeps flags to itself that stand before `--`. */
function parsed<T>(usage: string, parse: () => T): T {
  try {
    return parse();
  } catch {
    throw new UsageError(usage);
  }
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
