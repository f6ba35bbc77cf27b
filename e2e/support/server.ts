// A server of a test's own: own port, own data folder, ended by its process id. For tests that break a
// server, exhaust its limits or start it with other settings.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { databaseUrl, dropDatabase } from "./database";
import { send } from "./http";

export const ROOT = path.resolve(import.meta.dirname, "../..");

export interface StartOptions {
  /** Where the app lies; the repository itself unless it is a variant. */
  folder?: string;
  dataDir?: string;
  /** A free one unless given. */
  port?: number;
  env?: Record<string, string>;
}

export interface Server {
  /** Where it is reached. `APP_ORIGIN` is the same unless `env` says otherwise. */
  origin: string;
  dataDir: string;
  /** What it has printed so far. */
  output(): string;
  /** Ends it and tells how it ended. A data folder that was not given goes with it. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; milliseconds: number }>;
}

export async function startServer(options: StartOptions = {}): Promise<Server> {
  const port = options.port ?? (await freePort());
  const dataDir = options.dataDir ?? newDataDir();
  const url = await databaseUrl(dataDir);
  const child = spawn(process.execPath, ["scripts/start.ts"], {
    cwd: options.folder ?? ROOT,
    // The tests' clients say where they call from.
    env: {
      ...cleanEnvironment(),
      PORT: String(port),
      DATA_DIR: dataDir,
      TRUST_PROXY: "1",
      ...(url && { DATABASE_URL: url }),
      ...options.env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => printed.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => printed.push(chunk));
  const output = () => Buffer.concat(printed).toString("utf8");
  const origin = `http://localhost:${port}`;
  await untilReady(child, origin, output);
  return {
    origin,
    dataDir,
    output,
    async stop(signal = "SIGTERM") {
      const ended = await stop(child, signal);
      if (!options.dataDir) {
        rmSync(dataDir, { recursive: true, force: true });
        await dropDatabase(dataDir);
      }
      return ended;
    },
  };
}

/** A folder that nothing else uses. */
export function newDataDir(): string {
  const parent = path.join(ROOT, "test-results", "servers");
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(path.join(parent, "data-"));
}

/** What the runner was started with must not reach a server that a test sets up for itself. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const { APP_ORIGIN, SECRETS_FILE, DATABASE_URL, TRUST_PROXY, DEMO, AUTH_DEFAULT_MODE, ...rest } =
    process.env;
  return rest;
}

async function untilReady(child: ChildProcess, origin: string, output: () => string): Promise<void> {
  const giveUpAt = Date.now() + 180_000;
  while (Date.now() < giveUpAt) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}: ${output()}`);
    const status = await send(origin, "GET", "/api/ping").then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  child.kill("SIGKILL");
  throw new Error(`The server did not answer: ${output()}`);
}

async function stop(child: ChildProcess, signal: NodeJS.Signals) {
  const startedAt = performance.now();
  if (child.exitCode === null && child.signalCode === null) {
    child.kill(signal);
    await once(child, "exit");
  }
  return { code: child.exitCode, milliseconds: performance.now() - startedAt };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No free port.");
  return address.port;
}
