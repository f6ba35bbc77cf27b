import { availableParallelism } from "node:os";
import { hash, type Options, verify } from "@node-rs/argon2";
import pLimit from "p-limit";
import { AuthError } from "./errors";

// Passwords: Argon2id over the whole password, the same work whether or not the account exists.

/** OWASP Password Storage Cheat Sheet: Argon2id (the library's default) with 19 MiB, 2 passes, 1 lane. */
const ARGON2ID: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** The hash of 32 random bytes that nobody kept, checked when there is no account: both cases cost the same. */
const NO_ACCOUNT =
  "$argon2id$v=19$m=19456,t=2,p=1$2sh9l/iqkD5a/0KmLVfO+g$XzE8LGaHE7Bi4USM9ZKqWkprkYDKl/g1ZPcYsS8I8JA";

/**
 * Hashing runs on libuv's four threads, which WebCrypto needs as well, and each hash fills a core: at most two
 * at a time, and one core less than there are, leave room for everybody else's requests. A bounded queue keeps
 * a flood from holding memory.
 */
const slots = pLimit(Math.max(1, Math.min(2, availableParallelism() - 1)));
const MAX_WAITING = 100;

/**
 * A PHC string. `beforeWork` runs when its turn has come, right before the hash: a throttle that asks there
 * counts every earlier failure, however many requests came at once; what it throws is passed on. Throws
 * `AuthError("overloaded")` when too many are waiting.
 */
export function hashPassword(password: string, beforeWork?: () => Promise<void>): Promise<string> {
  return inTurn(async () => {
    await beforeWork?.();
    return hash(password.normalize("NFKC"), ARGON2ID);
  });
}

/**
 * Checks a password against a stored hash; with `null` (no such account) it does the same work and
 * answers false. `beforeWork` as above. Throws `AuthError("overloaded")` when too many are waiting.
 */
export function verifyPassword(
  storedHash: string | null,
  password: string,
  beforeWork?: () => Promise<void>,
): Promise<boolean> {
  return inTurn(async () => {
    await beforeWork?.();
    const matches = await verify(storedHash ?? NO_ACCOUNT, password.normalize("NFKC"));
    return matches && storedHash !== null;
  });
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (slots.pendingCount >= MAX_WAITING)
    throw new AuthError("overloaded", "Too many password checks are waiting.");
  return slots(work);
}
