// Owns secrets.json as the app sees it: makes it once, so that no two first starts can overwrite each other,
// and reads it strictly. A message names the file and the problem, never a value.

import { existsSync } from "node:fs";
import type { z } from "zod";
import { SIGNING_ALGS } from "../auth/names";
import { createPrivately, readPrivately, SecretsError } from "./file";
import { freshKey, freshPassword, freshRefreshKey } from "./fresh";
import { type PrivateJwk, secretsSchema } from "./schema";

export { SecretsError };

export interface Secrets {
  /** By id; the highest id seals, all unseal that are not retired. See `livePasswords`. */
  sealPasswords: Record<string, string>;
  /** The 32 bytes from which refresh successors are derived. */
  refreshKey: Buffer;
  /** The first key of an algorithm signs, all verify that are not retired. */
  jwks: { keys: PrivateJwk[] };
  /** From when on a key (by `kid`) or a password (by id) no longer counts. Those not named here stay. */
  retireAt: { keys: ReadonlyMap<string, Date>; sealPasswords: ReadonlyMap<string, Date> };
}

/**
 * Makes the file with fresh keys, readable by its owner only, unless there is one. Complete or absent at any
 * moment. Throws `SecretsError` where it cannot be written.
 */
export async function createSecrets(file: string): Promise<void> {
  if (existsSync(file)) return;
  createPrivately(file, `${JSON.stringify(freshSecrets(), null, 2)}\n`);
}

/** Reads and checks the file. Throws `SecretsError` for a file that is absent, open to others, or weak. */
export function loadSecrets(file: string): Secrets {
  return parseSecrets(file, readPrivately(file));
}

/** Checks what stands in the file. Throws `SecretsError`, which names the file and the first problem. */
export function parseSecrets(file: string, text: string): Secrets {
  const parsed = secretsSchema.safeParse(parseJson(file, text));
  if (!parsed.success) throw new SecretsError(`${file} ${firstProblem(parsed.error)}`);
  const { sealPasswords, refreshKey, jwks, retireAt } = parsed.data;
  return {
    sealPasswords,
    refreshKey: Buffer.from(refreshKey, "base64url"),
    jwks,
    retireAt: { keys: toDates(retireAt?.keys), sealPasswords: toDates(retireAt?.sealPasswords) },
  };
}

/** The seal passwords that count at this instant: what a codec may be given. */
export function livePasswords({ sealPasswords, retireAt }: Secrets, now: Date): Record<string, string> {
  const isLive = (id: string) => now < (retireAt.sealPasswords.get(id) ?? Number.POSITIVE_INFINITY);
  return Object.fromEntries(Object.entries(sealPasswords).filter(([id]) => isLive(id)));
}

/** When the next key or password retires after this instant; null when none will. */
export function nextRetirement({ retireAt }: Secrets, now: Date): Date | null {
  const instants = [...retireAt.keys.values(), ...retireAt.sealPasswords.values()];
  const ahead = instants.filter((instant) => instant > now).map(Number);
  return ahead.length > 0 ? new Date(Math.min(...ahead)) : null;
}

function freshSecrets() {
  return {
    sealPasswords: { "1": freshPassword() },
    refreshKey: freshRefreshKey(),
    jwks: { keys: SIGNING_ALGS.map(freshKey) },
  };
}

function toDates(seconds: Readonly<Record<string, number>> = {}): ReadonlyMap<string, Date> {
  return new Map(Object.entries(seconds).map(([name, value]) => [name, new Date(value * 1000)]));
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
  return `${issue.path.map(shownStep).join("").replace(/^\./, "")} ${issue.message}`.trim();
}

/** A name out of the file may hold anything, and the message is one line. */
function shownStep(part: PropertyKey): string {
  if (typeof part === "number") return `[${part}]`;
  return /^[\w-]+$/.test(String(part)) ? `.${String(part)}` : `[${JSON.stringify(String(part))}]`;
}
