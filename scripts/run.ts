// Owns starting another program: its output either goes straight through or is kept, and a stop reaches it.

import { type ChildProcess, spawn } from "node:child_process";

export interface RunOptions {
  env?: Record<string, string | undefined>;
  /** What the program reads from its input; nothing unless given. */
  input?: string;
  /** "inherit" shows the output as it comes; "pipe" keeps it. */
  output?: "inherit" | "pipe";
  /** Ends the program when aborted. */
  signal?: AbortSignal;
  cwd?: string;
}

export interface Ran {
  /** Null when a signal ended it or it could not be started. */
  code: number | null;
  stdout: string;
  stderr: string;
  /** What it wrote to file descriptor 3. */
  result: string;
}

/** Runs a program to its end. Never throws: what cannot be started has code null and the reason on stderr. */
export function run(command: string, args: string[], options: RunOptions = {}): Promise<Ran> {
  const { env = {}, input, output = "pipe", signal, cwd } = options;
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: [input === undefined ? "ignore" : "pipe", output, output, "pipe"],
    ...(signal ? { signal } : {}),
    ...(cwd ? { cwd } : {}),
  });
  // A program that ends early does not read it all, which its code tells better.
  child.stdin?.on("error", () => {}).end(input);
  const [stdout, stderr, result] = [1, 2, 3].map((descriptor) => collect(child, descriptor));
  return new Promise((resolve) => {
    let problem = "";
    child.on("error", (error) => {
      problem = error.message;
      if (child.pid === undefined) finish(null);
    });
    child.on("close", finish);
    function finish(code: number | null): void {
      resolve({ code, stdout: text(stdout), stderr: text(stderr) + problem, result: text(result) });
    }
  });
}

function collect(child: ChildProcess, descriptor: number): Buffer[] {
  const chunks: Buffer[] = [];
  child.stdio[descriptor]?.on("data", (chunk: Buffer) => chunks.push(chunk));
  return chunks;
}

function text(chunks: Buffer[] | undefined): string {
  return Buffer.concat(chunks ?? []).toString("utf8");
}
