import { Worker } from "node:worker_threads";
import type { Options } from "@node-rs/argon2";

// Threads of our own for Argon2. libuv has four, which WebCrypto and files need as well, and all of them compete with
// the main thread as equals; these hash and nothing else, at a lower priority. Knows nothing of who may hash when: the
// queue in front (fair-queue.ts) says how many do at once, and so how many threads there are.

export interface HashThreads {
  /** A PHC string. Rejects with what Argon2 throws, or when its thread ends before it has answered. */
  hash(password: string, options: Options): Promise<string>;
  /** Does the password belong to this PHC string? Rejects as above, also for what is no PHC string. */
  verify(storedHash: string, password: string): Promise<boolean>;
  /** Ends every thread, a busy one after its work. What is asked later starts new ones. */
  stop(): void;
}

/** What a thread is asked. Null: for a new hash with these options; else whether the password belongs to this one. */
export interface Question {
  storedHash: string | null;
  password: string;
  options?: Options;
}
export type Answer = { value: string | boolean } | { error: unknown };

/** The first thread starts with the first question. None keeps the process alive unless it has work. */
export function createHashThreads(): HashThreads {
  const idle: Worker[] = [];
  let stops = 0;

  /** A thread that fails takes no more than its own question along, and is not asked again. */
  async function ask(question: Question): Promise<string | boolean> {
    const worker = idle.pop() ?? startThread();
    const stopsBefore = stops;
    const answer = await answerOf(worker, question).catch((error: unknown) => {
      void worker.terminate();
      throw error;
    });
    if (stops === stopsBefore) idle.push(worker);
    else void worker.terminate();
    if ("error" in answer) throw answer.error;
    return answer.value;
  }

  function startThread(): Worker {
    // Written like this, in one expression, bundlers find the file. No option of the main thread's is of use there.
    const worker = new Worker(new URL("./hash-worker.ts", import.meta.url), {
      execArgv: [],
      name: "hashing",
    });
    worker.once("exit", () => {
      const place = idle.indexOf(worker);
      if (place >= 0) idle.splice(place, 1);
    });
    // Whoever asked hears of it. Without a listener it would end the process, also while nobody asks.
    worker.on("error", () => {});
    return worker;
  }

  return {
    hash: async (password, options) => String(await ask({ storedHash: null, password, options })),
    verify: async (storedHash, password) => (await ask({ storedHash, password })) === true,
    stop() {
      stops++;
      for (const worker of idle.splice(0)) void worker.terminate();
    },
  };
}

async function answerOf(worker: Worker, question: Question): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const ended = () => reject(new Error("A hashing thread ended before it had answered."));
  const failed = (cause: unknown) => reject(new Error("A hashing thread failed.", { cause }));
  worker.once("message", resolve).once("messageerror", failed).once("error", failed).once("exit", ended);
  worker.ref();
  try {
    worker.postMessage(question);
    return await promise;
  } finally {
    worker.unref();
    worker.off("message", resolve).off("messageerror", failed).off("error", failed).off("exit", ended);
  }
}
