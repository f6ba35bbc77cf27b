import { setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import { hashSync, verifySync } from "@node-rs/argon2";
import type { Answer, Question } from "./hash-threads";

// What runs in a hashing thread: one hash after the other, behind everything else that wants a core. Started by
// hash-threads.ts. Node also runs this file as it is, so it imports packages and types only.

/**
 * The lowest there is. With eight sign-ins in flight another request took 1.6 times as long as in calm, at 5 or 10 twice
 * as long. The price: where every core is kept busy by something else, a hash takes up to a second.
 */
const NICE = 19;

// On Linux a priority is a single thread's, and 0 means the one that asks (setpriority(2)). Elsewhere it would be the
// whole process's. Where it may not be changed, it stays as it is.
if (process.platform === "linux") {
  try {
    setPriority(0, NICE);
  } catch {}
}

parentPort?.on("message", (question: Question) => parentPort?.postMessage(answerTo(question)));

function answerTo({ storedHash, password, options }: Question): Answer {
  try {
    const value = storedHash === null ? hashSync(password, options) : verifySync(storedHash, password);
    return { value };
  } catch (error) {
    return { error };
  }
}
