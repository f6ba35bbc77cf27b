// Owns secrets.json: makes it once, so that no two first starts can overwrite each other, and reads it
// strictly. A message names the file and the problem, never a value.

import { randomBytes, randomUUID } from "node:crypto";
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  type Stats,
  writeFileSync,
} from "node:fs";
import { exportJWK, generateKeyPair, generateSecret, type JWK } from "jose";
import type { z } from "zod";
import type { SigningAlg } from "../auth/contract";
import { SIGNING_ALGS } from "../auth/policy";
import { type PrivateJwk, secretsSchema } from "./secrets-schema";

export interface Secrets {
  /** By id; the highest id seals, all unseal. */
  sealPasswords: Record<string, string>;
  /** The 32 bytes from which refresh successors are derived. */
  refreshKey: Buffer;
  /** The first key of an algorithm signs, all verify. */
  jwks: { keys: PrivateJwk[] };
}

/** A secrets file that cannot be made or must not be used. One line: the file and what is wrong with it. */
export class SecretsError extends Error {
  override name = "SecretsError";
}

/**
 * Makes the file with fresh keys, readable by its owner only, unless there is one. Complete or absent at any
 * moment: it is written aside and then linked into place, which fails where a file already stands.
 */
export async function createSecrets(file: string): Promise<void> {
  if (existsSync(file)) return;
  const text = `${JSON.stringify(await freshSecrets(), null, 2)}\n`;
  const aside = `${file}.${randomUUID()}.tmp`;
  try {
    writeDurably(aside, text);
    linkSync(aside, file);
  } catch (error) {
    // Another first start was quicker; its file is as good as ours.
    if (systemCode(error) !== "EEXIST") throw new SecretsError(`${file} cannot be written: ${reason(error)}`);
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Reads and checks the file. Throws `SecretsError` for a file that is absent, open to others, or weak. */
export function loadSecrets(file: string): Secrets {
  const parsed = secretsSchema.safeParse(parseJson(file, readPrivately(file)));
  if (!parsed.success) throw new SecretsError(`${file} ${firstProblem(parsed.error)}`);
  const { sealPasswords, refreshKey, jwks } = parsed.data;
  return { sealPasswords, refreshKey: Buffer.from(refreshKey, "base64url"), jwks };
}

async function freshSecrets() {
  return {
    sealPasswords: { "1": randomBytes(48).toString("base64url") },
    refreshKey: randomBytes(32).toString("base64url"),
    jwks: { keys: await Promise.all(SIGNING_ALGS.map(freshKey)) },
  };
}

async function freshKey(alg: SigningAlg): Promise<JWK> {
  // jose makes 256 bits for HS256, 2048 for RS256 and Ed25519 for EdDSA; the schema checks that it stays so.
  const options = { extractable: true };
  const key =
    alg === "HS256" ? await generateSecret(alg, options) : (await generateKeyPair(alg, options)).privateKey;
  return { kid: randomUUID(), alg, use: "sig", ...(await exportJWK(key)) };
}

/** On disk, not only in the page cache: cookies sealed with these keys must survive a power cut. */
function writeDurably(file: string, text: string): void {
  const descriptor = openSync(file, "wx", 0o600);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Checks and reads the same open file, so nobody can swap it in between. */
function readPrivately(file: string): string {
  try {
    const descriptor = openSync(file, "r");
    try {
      refuseWhenOpenToOthers(file, fstatSync(descriptor));
      return readFileSync(descriptor, "utf8");
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof SecretsError) throw error;
    throw new SecretsError(`${file} cannot be read: ${reason(error)}`);
  }
}

function refuseWhenOpenToOthers(file: string, stats: Stats): void {
  if (!stats.isFile()) throw new SecretsError(`${file} is not a file`);
  // Windows keeps no such bits; there the folder's access list decides.
  const open = process.platform === "win32" ? 0 : stats.mode & 0o077;
  if (open === 0) return;
  const mode = (stats.mode & 0o777).toString(8).padStart(4, "0");
  throw new SecretsError(`${file} can be read or written by others (mode ${mode}); run: chmod 600 '${file}'`);
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, and the text is secret.
    throw new SecretsError(`${file} is not JSON`);
  }
}

function firstProblem(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return "has the wrong shape";
  const place = issue.path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("");
  return `${place.replace(/^\./, "")} ${issue.message}`.trim();
}

function systemCode(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

/** The system's reason in words, without the path that the sentence already names. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return "unknown reason";
  return error.message.replace(/^[A-Z]+: /, "").replace(/, \w+ .*$/s, "");
}
