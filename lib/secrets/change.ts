// Owns what rotating and revoking mean: from one content of secrets.json to the next. Pure, but for the fresh
// secret it is handed a maker of. Touches no file.

import { z } from "zod";
import type { SigningAlg } from "../auth/contract";
import { SIGNING_ALGS } from "../auth/names";
import { BOUNDS } from "../auth/policy";
import { SecretsError } from "./file";
import { freshKey, freshPassword, type StoredKey } from "./fresh";
import { highestId } from "./schema";

/**
 * The running app notices a rotation within a second and may sign with the old key until then; servers that
 * share the file may disagree about the time.
 */
const LEEWAY_SECONDS = 60;
/** For how long a key goes on verifying once it no longer signs: no access token lives longer. */
export const KEY_OVERLAP_SECONDS = BOUNDS.accessTtlSeconds.max + LEEWAY_SECONDS;
/** For how long a password goes on unsealing: no session lives longer. */
export const SEAL_OVERLAP_SECONDS = BOUNDS.absoluteTimeoutSeconds.max + LEEWAY_SECONDS;

const instants = z.record(z.string(), z.number()).optional();
/** The file as it is written back: what is not known here is kept. Its values are checked elsewhere. */
export const storedSchema = z.looseObject({
  sealPasswords: z.record(z.string(), z.string()),
  jwks: z.looseObject({ keys: z.array(z.looseObject({ kid: z.string(), alg: z.enum(SIGNING_ALGS) })) }),
  retireAt: z.looseObject({ keys: instants, sealPasswords: instants }).optional(),
});
export type StoredSecrets = z.infer<typeof storedSchema>;

export interface Change {
  stored: StoredSecrets;
  of: SigningAlg | "seal";
  /** The key that signs, or the id of the password that seals, from now on. */
  current: string;
  /** Those that only verify or unseal any more, and until when. */
  retiring: { name: string; until: Date }[];
  /** Keys and passwords that are gone from the file: revoked, or past their instant. */
  removed: string[];
}

/** A fresh key signs from now on; those that signed before verify until no token of theirs is left. */
export function rotateKey(before: StoredSecrets, alg: SigningAlg, now: Date): Change {
  const { stored, removed } = prune(before, now);
  const until = seconds(now) + KEY_OVERLAP_SECONDS;
  const previous = stored.jwks.keys.filter((key) => key.alg === alg).map(({ kid }) => kid);
  const keys = { ...instantsFor(previous, until), ...stored.retireAt?.keys };
  return keyChange(withRetireAt(withKey(stored, freshKey(alg)), { keys }), alg, removed);
}

/** A fresh password seals from now on; those before unseal until no session sealed with them is left. */
export function rotateSeal(before: StoredSecrets, now: Date): Change {
  const { stored, removed } = prune(before, now);
  const until = seconds(now) + SEAL_OVERLAP_SECONDS;
  const sealPasswords = {
    ...instantsFor(Object.keys(stored.sealPasswords), until),
    ...stored.retireAt?.sealPasswords,
  };
  const id = highestId(before.sealPasswords) + 1;
  return sealChange(withRetireAt(withPassword(stored, id), { sealPasswords }), removed);
}

/**
 * The key is gone at once. Where no key of its algorithm is left that may sign, a fresh one is made: one that
 * is about to retire does not sign again. Throws `SecretsError` for a key that is not there.
 */
export function revokeKey(before: StoredSecrets, kid: string, now: Date): Change {
  const revoked = before.jwks.keys.find((key) => key.kid === kid);
  if (!revoked) throw new SecretsError(`There is no key ${JSON.stringify(kid)}`);
  const { stored, removed } = prune(without(before, [kid], []), now);
  const { alg } = revoked;
  const first = stored.jwks.keys.find((key) => key.alg === alg)?.kid;
  const signs = first !== undefined && !isRetiring(stored.retireAt?.keys, first);
  return keyChange(signs ? stored : withKey(stored, freshKey(alg)), alg, [keyName(kid), ...removed]);
}

/** As `revokeKey`, for the seal password of this id. */
export function revokeSeal(before: StoredSecrets, id: string, now: Date): Change {
  if (!Object.hasOwn(before.sealPasswords, id))
    throw new SecretsError(`There is no seal password ${JSON.stringify(id)}`);
  const { stored, removed } = prune(without(before, [], [id]), now);
  const highest = String(highestId(stored.sealPasswords));
  const seals =
    Object.hasOwn(stored.sealPasswords, highest) && !isRetiring(stored.retireAt?.sealPasswords, highest);
  const next = highestId(before.sealPasswords) + 1;
  return sealChange(seals ? stored : withPassword(stored, next), [sealName(id), ...removed]);
}

const keyName = (kid: string): string => `Key ${kid}`;
const sealName = (id: string): string => `Password ${id}`;
const seconds = (instant: Date): number => Math.floor(instant.getTime() / 1000);

type Instants = Readonly<Record<string, number>>;

function isRetiring(instants: Instants | undefined, name: string): boolean {
  return instants !== undefined && Object.hasOwn(instants, name);
}

/** Without what is past its instant. */
function prune(before: StoredSecrets, now: Date): { stored: StoredSecrets; removed: string[] } {
  const past = (part: Instants = {}) =>
    Object.keys(part).filter((name) => Number(part[name]) <= seconds(now));
  const [kids, ids] = [past(before.retireAt?.keys), past(before.retireAt?.sealPasswords)];
  return {
    stored: without(before, kids, ids),
    removed: [...kids.map(keyName), ...ids.map(sealName)],
  };
}

function without(stored: StoredSecrets, kids: readonly string[], ids: readonly string[]): StoredSecrets {
  const keys = stored.jwks.keys.filter(({ kid }) => !kids.includes(kid));
  const rest: StoredSecrets = {
    ...stored,
    sealPasswords: omit(stored.sealPasswords, ids),
    jwks: { ...stored.jwks, keys },
  };
  return withRetireAt(rest, {
    keys: omit(stored.retireAt?.keys ?? {}, kids),
    sealPasswords: omit(stored.retireAt?.sealPasswords ?? {}, ids),
  });
}

/** Before the others of its algorithm: the first one signs. */
function withKey(stored: StoredSecrets, key: StoredKey): StoredSecrets {
  const { keys } = stored.jwks;
  const first = keys.findIndex(({ alg }) => alg === key.alg);
  return {
    ...stored,
    jwks: { ...stored.jwks, keys: keys.toSpliced(first < 0 ? keys.length : first, 0, key) },
  };
}

function withPassword(stored: StoredSecrets, id: number): StoredSecrets {
  return { ...stored, sealPasswords: { ...stored.sealPasswords, [id]: freshPassword() } };
}

/** Empty parts are left out: a file in which nothing retires keeps the shape it was made with. */
function withRetireAt(stored: StoredSecrets, changes: StoredSecrets["retireAt"] & object): StoredSecrets {
  const { retireAt, ...rest } = stored;
  const parts = Object.entries({ ...retireAt, ...changes });
  const filled = parts.filter(([, part]) => Object.keys(part ?? {}).length > 0);
  return filled.length > 0 ? { ...rest, retireAt: Object.fromEntries(filled) } : rest;
}

function keyChange(stored: StoredSecrets, alg: SigningAlg, removed: string[]): Change {
  const [first, ...others] = stored.jwks.keys.filter((key) => key.alg === alg).map(({ kid }) => kid);
  const still = retiring(keyName, others, stored.retireAt?.keys);
  return { stored, of: alg, current: first ?? "", retiring: still, removed };
}

function sealChange(stored: StoredSecrets, removed: string[]): Change {
  const current = String(highestId(stored.sealPasswords));
  const others = Object.keys(stored.sealPasswords).filter((id) => id !== current);
  const still = retiring(sealName, others, stored.retireAt?.sealPasswords);
  return { stored, of: "seal", current, retiring: still, removed };
}

function retiring(label: (name: string) => string, names: string[], at: Instants = {}): Change["retiring"] {
  return names.flatMap((name) => {
    const until = at[name];
    return until === undefined ? [] : [{ name: label(name), until: new Date(until * 1000) }];
  });
}

function instantsFor(names: readonly string[], until: number): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, until]));
}

function omit<T>(from: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name)));
}
