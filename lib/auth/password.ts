import { availableParallelism } from "node:os";
import type { Options } from "@node-rs/argon2";
import { type Asker, createFairQueue, type FairQueue } from "./fair-queue";
import { createHashThreads, type HashThreads } from "./hash-threads";

// Passwords: Argon2id over the whole password, the same work whether or not the account exists.

/** OWASP Password Storage Cheat Sheet: Argon2id (the library's default) with 19 MiB, 2 passes, 1 lane. */
const ARGON2ID: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** The hash of 32 random bytes that nobody kept, checked when there is no account: both cases cost the same. */
const NO_ACCOUNT =
  "$argon2id$v=19$m=19456,t=2,p=1$2sh9l/iqkD5a/0KmLVfO+g$XzE8LGaHE7Bi4USM9ZKqWkprkYDKl/g1ZPcYsS8I8JA";

/**
 * Each hash fills a core: at most two at a time, and one core less than there are, leave room for everybody else's
 * requests. A bounded queue keeps a flood from holding memory, and a fair one keeps whoever asks for a lot from
 * delaying the others.
 */
const BOUNDS = {
  running: Math.max(1, Math.min(2, availableParallelism() - 1)),
  waiting: 100,
  waitingEach: 50,
};

interface Hashing {
  queue: FairQueue;
  threads: HashThreads;
}

/** One of each for the whole process: frameworks bundle modules several times, each copy with variables of its own. */
const HASHING = Symbol.for("lib/auth/password.ts: hashing");
const holder: { [key: symbol]: Hashing | undefined } = globalThis as never;
holder[HASHING] ??= { queue: createFairQueue(BOUNDS), threads: createHashThreads() };
const { queue, threads } = holder[HASHING];

export interface HashingTurn {
  /** Who asks, for the order of the queue: the client's network, and the larger one it is part of. */
  askers?: readonly Asker[];
  /**
   * Runs when the turn has come, right before the hash: a throttle that asks there counts every earlier failure,
   * however many requests came at once. What it throws is passed on, and nothing is hashed.
   */
  beforeWork?: () => Promise<void>;
}

/** A PHC string. Throws `AuthError("overloaded")` when too many are waiting, or too many of the same asker. */
export function hashPassword(password: string, turn: HashingTurn = {}): Promise<string> {
  return inTurn(turn, () => threads.hash(password.normalize("NFKC"), ARGON2ID));
}

/**
 * Checks a password against a stored hash; with `null` (no such account) it does the same work and
 * answers false. Throws `AuthError("overloaded")` as above.
 */
export function verifyPassword(
  storedHash: string | null,
  password: string,
  turn: HashingTurn = {},
): Promise<boolean> {
  return inTurn(turn, async () => {
    const matches = await threads.verify(storedHash ?? NO_ACCOUNT, password.normalize("NFKC"));
    return matches && storedHash !== null;
  });
}

/** Ends the threads that hash; the next password starts them again. */
export function stopHashing(): void {
  threads.stop();
}

function inTurn<T>({ askers = [], beforeWork }: HashingTurn, work: () => Promise<T>): Promise<T> {
  return queue.run(askers, async () => {
    await beforeWork?.();
    return work();
  });
}
