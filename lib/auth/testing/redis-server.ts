import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createClient } from "redis";

// A Redis (or Valkey) of a test's own: found on the path, on loopback, with nothing on disk, gone afterwards.

export interface RedisServer {
  url: string;
  port: number;
  /** As it stands before its owner: "SIGSTOP", "SIGCONT". */
  signal(name: NodeJS.Signals): void;
  /** Starts again, empty, on the same port. */
  start(): Promise<void>;
  /** Takes it away without a word. */
  kill(): Promise<void>;
  remove(): Promise<void>;
}

/** Null where there is none. */
export function findRedis(): string | null {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const files = ["redis-server", "valkey-server"].flatMap((name) =>
    folders.map((folder) => path.join(folder, name)),
  );
  return files.find(isProgram) ?? null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** `settings` as on the command line. */
export async function startRedis(...settings: string[]): Promise<RedisServer> {
  const program = findRedis();
  if (!program) throw new Error("There is no redis-server and no valkey-server on the path.");
  const folder = mkdtempSync(path.join(tmpdir(), "coatcheck-redis-"));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const own = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  let child: ChildProcess | null = null;
  const killAtExit = () => void child?.kill("SIGKILL");
  process.once("exit", killAtExit);

  const server: RedisServer = {
    url,
    port,
    signal: (name) => void child?.kill(name),
    async start() {
      child = spawn(program, [...own, "--dir", folder, ...settings], { stdio: "ignore" });
      child.unref();
      await untilReady(url, child);
    },
    async kill() {
      const ending = child;
      child = null;
      if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
      ending.ref();
      const ended = once(ending, "exit");
      ending.kill("SIGKILL");
      await ended;
    },
    async remove() {
      process.off("exit", killAtExit);
      await server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const client = createClient({
    url,
    RESP: 3,
    maintNotifications: "disabled",
    socket: { reconnectStrategy: 10 },
  });
  client.on("error", () => {
    if (child.exitCode !== null) client.destroy();
  });
  await client.connect();
  client.destroy();
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
