// Owns noticing that secrets.json is another one now, or that something in it has retired. Asks the file's
// status a few times a second: events of the file system are lost where a file is replaced by a rename.
// What the app does with new secrets is its caller's business.

import type { BigIntStats } from "node:fs";
import { stat } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import type { Clock } from "../auth/contract";
import { log } from "../log/log";
import { loadSecrets, nextRetirement, type Secrets, SecretsError } from "./secrets";

export interface WatchOptions {
  file: string;
  /** The secrets in force. */
  current: Secrets;
  /**
   * Puts other secrets in force, or the same ones again when one of them has retired. When it rejects, the
   * old ones stay.
   */
  onChange(secrets: Secrets): Promise<void>;
  clock?: Clock;
  pollMs?: number;
}

/** With a slow disk and a busy machine still within the second that is promised. */
const POLL_MS = 250;

/**
 * Watches until the returned function is called; keeps no process alive. A file that cannot be used is
 * reported once (`secrets.refused`), and the secrets in force stay until it can be used again.
 */
export function watchSecrets(options: WatchOptions): () => void {
  const { file, onChange, clock = { now: () => new Date() }, pollMs = POLL_MS } = options;
  let inForce = options.current;
  let due = nextRetirement(inForce, clock.now());
  // The file may have changed since `current` was read: the first look always reads it.
  let seen = "";
  let reported = "";
  let stopped = false;
  let timer = schedule();

  function schedule(): NodeJS.Timeout {
    return setTimeout(() => void look().finally(again), pollMs).unref();
  }

  function again(): void {
    if (!stopped) timer = schedule();
  }

  /** What retires does so whatever has become of the file. */
  async function look(): Promise<void> {
    const faults = [await takeFile().catch(faultOf), await retire().catch(faultOf)];
    const fault = faults.find((found) => found !== undefined);
    if (fault && fault !== reported) log("secrets.refused", { reason: fault });
    reported = fault ?? "";
  }

  async function takeFile(): Promise<void> {
    const identity = identityOf(await stat(file, { bigint: true }).catch(() => null));
    if (identity === seen) return;
    const secrets = loadSecrets(file);
    if (!isDeepStrictEqual(secrets, inForce)) await putInForce(secrets, "file");
    // Only now: what was refused is tried again at every look, as the reason may lie outside of the file.
    seen = identity;
  }

  async function retire(): Promise<void> {
    if (due !== null && clock.now() >= due) await putInForce(inForce, "retirement");
  }

  async function putInForce(secrets: Secrets, cause: "file" | "retirement"): Promise<void> {
    // Taken before, so that what retires meanwhile is not passed over.
    const next = nextRetirement(secrets, clock.now());
    if (stopped) return;
    await onChange(secrets);
    [inForce, due] = [secrets, next];
    log("secrets.changed", { cause });
  }

  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/** Changes when the file is replaced, written, or opened to others. Empty where there is none. */
function identityOf(status: BigIntStats | null): string {
  if (!status) return "absent";
  return [status.dev, status.ino, status.size, status.mtimeNs, status.ctimeNs].join(" ");
}

/** Only our own messages are known to hold no secret. */
function faultOf(error: unknown): string {
  return error instanceof SecretsError ? error.message : "they cannot be put in force";
}
