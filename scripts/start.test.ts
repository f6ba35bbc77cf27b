// What a person sees when the app cannot start: one line, exit code 1, and nothing changed. The real scripts
// are run; they all stop before anything is built.

import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runAppScript } from "./app-script";
import { readPrepared } from "./prepared";
import { run } from "./run";

const root = path.dirname(import.meta.dirname);
/** Each test starts one or two programs, which takes long on a busy machine. */
const SLOW = 60_000;
let folder: string;
/** A data folder as a good start leaves it, made once. */
let genuine: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "start-"));
  genuine = path.join(folder, "genuine");
  const { code, stderr, result } = await prepare({ DATA_DIR: genuine });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const origin = `http://localhost:${await port}`;
  expect(readPrepared(result)).toMatchObject({ dataDir: genuine, origin });
  expect(readPrepared(result).demo?.accounts).toContain("alice@example.com");
}, SLOW);
afterAll(() => rmSync(folder, { recursive: true }));

/** A port that is free, or was a moment ago. */
const port = freePort();

describe("a good preparation", { timeout: SLOW }, () => {
  it("makes a private folder with the secrets and the database, and nothing else", () => {
    expect(readdirSync(genuine).sort()).toEqual(["coatcheck.db", "secrets.json"]);
    const paths = [genuine, ...readdirSync(genuine).map((name) => path.join(genuine, name))];
    expect(paths.map(modeOf)).toEqual(["700", "600", "600"]);
  });

  it("takes a folder and a database from others, wherever it is, and says so", async () => {
    const data = path.join(folder, "wide");
    const elsewhere = path.join(folder, "elsewhere.db");
    cpSync(genuine, data, { recursive: true });
    cpSync(path.join(genuine, "coatcheck.db"), elsewhere);
    expect(accounts(elsewhere)).toBe(3);
    chmodSync(data, 0o755);
    chmodSync(elsewhere, 0o644);
    const env = { DATA_DIR: data, DATABASE_URL: `file://${elsewhere}`, DEMO: "off" };
    const { code, result } = await prepare(env);
    expect([code, modeOf(data), modeOf(elsewhere)]).toEqual([0, "700", "600"]);
    const { notes, demo } = readPrepared(result);
    expect(notes).toEqual(
      [data, elsewhere].map((one) => expect.stringContaining(`${one} could be read or written by others`)),
    );
    // The first start made the demo accounts; DEMO=off takes them away.
    expect([demo, accounts(elsewhere)]).toEqual([null, 0]);
  });

  it("leaves a folder as it is that holds more than ours", async () => {
    const data = path.join(folder, "shared");
    mkdirSync(data, { mode: 0o755 });
    writeFileSync(path.join(data, "notes.txt"), "");
    const { code, result } = await prepare({ DATA_DIR: data });
    expect([code, readPrepared(result).notes, modeOf(data)]).toEqual([0, [], "755"]);
    expect(modeOf(path.join(data, "coatcheck.db"))).toBe("600");
  });
});

describe("a start that cannot be", { timeout: SLOW }, () => {
  it("names the variable", async () => {
    const line = await refusal({ TRUST_PROXY: "some", DATA_DIR: path.join(folder, "never") });
    expect(line).toBe('TRUST_PROXY got "some" and takes a whole number from 0 to 10');
    expect(existsSync(path.join(folder, "never"))).toBe(false);
  });

  it("leaves a damaged database as it is, and npm start passes on what it says", async () => {
    const file = path.join(folder, "damaged.db");
    const before = readFileSync(path.join(genuine, "coatcheck.db")).fill(0x5a, 4096, 12_288);
    writeFileSync(file, before);
    expect(await refusal({ DATA_DIR: genuine, DATABASE_URL: file }, start)).toMatch(/damaged\.db is damaged/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("notices a taken port before it touches the data", async () => {
    const server = createServer();
    const taken = await new Promise<number>((resolve) =>
      server.listen(0, "127.0.0.1", () => resolve(portOf(server.address()))),
    );
    const data = path.join(folder, "untouched");
    expect(await refusal({ PORT: String(taken), DATA_DIR: data })).toMatch(`PORT ${taken} is taken`);
    expect(existsSync(data)).toBe(false);
    server.close();
  });

  it("refuses a folder with other things in it that everybody can write", async () => {
    const data = path.join(folder, "everybodys");
    mkdirSync(data);
    chmodSync(data, 0o777);
    writeFileSync(path.join(data, "notes.txt"), "");
    expect(await refusal({ DATA_DIR: data })).toMatch(
      /everybodys can be written by everybody; run: chmod 700/,
    );
    expect(readdirSync(data)).toEqual(["notes.txt"]);
  });

  it("refuses secrets that others can read", async () => {
    const file = path.join(folder, "open.json");
    writeFileSync(file, readFileSync(path.join(genuine, "secrets.json")));
    chmodSync(file, 0o644);
    expect(await refusal({ DATA_DIR: genuine, SECRETS_FILE: file })).toMatch(
      /can be read or written by others/,
    );
  });

  it("says when the data folder cannot be written, to root as well", async () => {
    expect(await refusal({ DATA_DIR: "/proc/coatcheck" })).toMatch(
      /^DATA_DIR \/proc\/coatcheck cannot be written/,
    );
  });
});

/** Runs the step that refuses; it must end with code 1 and one line, which is returned. */
async function refusal(env: Record<string, string>, step = prepare): Promise<string> {
  const { code, stdout, stderr } = await step(env);
  expect({ code, stdout, lines: stderr.split("\n").length }).toEqual({ code: 1, stdout: "", lines: 2 });
  return stderr.trimEnd();
}

/** As npm start does it. */
const prepare = async (env: Record<string, string>) =>
  runAppScript("scripts/prepare.ts", ["--serve"], { env: await settings(env) });

const start = async (env: Record<string, string>) =>
  run(process.execPath, ["scripts/start.ts"], { cwd: root, env: await settings(env) });

const settings = async (env: Record<string, string>) => ({ ...clean(), PORT: String(await port), ...env });

/** No setting of the person who runs the tests may reach what they run. */
function clean(): Record<string, undefined> {
  const names = [
    "APP_ORIGIN",
    "HOST",
    "DATABASE_URL",
    "SESSION_STORE_URL",
    "SECRETS_FILE",
    "DEMO",
    "DATA_DIR",
  ];
  const more = ["AUTH_DEFAULT_MODE", "COOKIE_SECURE", "TRUST_PROXY", "PORT", "NODE_OPTIONS"];
  return Object.fromEntries([...names, ...more].map((name) => [name, undefined]));
}

function accounts(file: string): unknown {
  const sqlite = new Database(file);
  const count = sqlite.prepare("SELECT count(*) FROM users").pluck().get();
  sqlite.close();
  return count;
}

const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const found = portOf(server.address());
      server.close(() => resolve(found));
    });
  });
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
