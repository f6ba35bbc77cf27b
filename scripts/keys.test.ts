// The commands as a person runs them, on a data folder of their own: through npm once each. What a change means is
// in lib/secrets.

import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { createSecrets, loadSecrets } from "../lib/secrets/secrets";
import { run } from "./run";

const root = path.dirname(import.meta.dirname);
/** Each run starts npm and Node, which takes long on a busy machine. */
const SLOW = 60_000;
const folder = mkdtempSync(path.join(tmpdir(), "keys-cli-"));
const file = path.join(folder, "secrets.json");
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  rmSync(file, { force: true });
  await createSecrets(file);
});

type Env = Record<string, string | undefined>;
const UNSET = [
  "PORT",
  "APP_ORIGIN",
  "HOST",
  "DATABASE_URL",
  "SESSION_STORE_URL",
  "SECRETS_FILE",
  "NODE_OPTIONS",
];

/** No setting of the person who runs the tests may reach what they run. */
const CLEAN: Env = { ...Object.fromEntries(UNSET.map((name) => [name, undefined])), DATA_DIR: folder };

/** What `npm run keys:…` runs, without npm, which takes longer than the command. */
function keys(command: "rotate" | "revoke", flags: string[], env: Env = {}) {
  const args = ["scripts/app-script.ts", "scripts/keys.ts", command, ...flags];
  return run(process.execPath, args, { cwd: root, env: { ...CLEAN, ...env } });
}

const throughNpm = (command: "rotate" | "revoke", flags: string[]) =>
  run("npm", ["run", "--silent", `keys:${command}`, "--", ...flags], { cwd: root, env: CLEAN });

const kids = (alg: string) =>
  loadSecrets(file)
    .jwks.keys.filter((key) => key.alg === alg)
    .map(({ kid }) => kid);

describe("npm run keys:rotate", { timeout: SLOW }, () => {
  it("makes a key sign and says which, until when the old one verifies, and no secret", async () => {
    const [old = ""] = kids("ES256");
    const { code, stdout, stderr } = await throughNpm("rotate", ["--alg", "ES256"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const [fresh = "", ...others] = kids("ES256");
    expect(others).toEqual([old]);
    const until = loadSecrets(file).retireAt.keys.get(old);
    expect(until?.getTime()).toBeGreaterThan(Date.now() + 3600_000);
    expect(stdout.split("\n")).toEqual([
      `Key ${fresh} signs ES256 from now on.`,
      `Key ${old} verifies until ${until?.toISOString()} and retires then.`,
      expect.stringMatching(/within a second/),
      "",
    ]);
    expectNoSecret(stdout);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("makes a password seal, in the file that SECRETS_FILE names", async () => {
    const elsewhere = path.join(folder, "elsewhere.json");
    await createSecrets(elsewhere);
    const { code, stdout } = await keys("rotate", ["--seal"], { SECRETS_FILE: elsewhere });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Password 2 seals from now on.\nPassword 1 unseals until \S+ and retires then.\n/,
    );
    expect(Object.keys(loadSecrets(elsewhere).sealPasswords)).toEqual(["1", "2"]);
    expect(Object.keys(loadSecrets(file).sealPasswords)).toEqual(["1"]);
    expectNoSecret(stdout, elsewhere);
  });

  it("twice at once loses neither key", async () => {
    const before = kids("HS256");
    const both = await Promise.all([1, 2].map(() => keys("rotate", ["--alg", "HS256"])));
    const made = both.map(({ stdout }) => /^Key (\S+) signs/.exec(stdout)?.[1]);
    expect(kids("HS256").toSorted()).toEqual([...before, ...made].toSorted());
  });
});

describe("npm run keys:revoke", { timeout: SLOW }, () => {
  it("removes a key, and makes another first where it was the only one", async () => {
    const [old = ""] = kids("EdDSA");
    const { code, stdout } = await keys("revoke", ["--kid", old]);
    const [fresh = "", ...others] = kids("EdDSA");
    expect([code, others]).toEqual([0, []]);
    expect(fresh).not.toBe(old);
    expect(stdout).toMatch(`Key ${fresh} signs EdDSA from now on.\nRemoved: Key ${old}.\n`);
    expectNoSecret(stdout);
  });

  it("removes a seal password, and makes another first where it was the only one", async () => {
    const { code, stdout } = await throughNpm("revoke", ["--seal", "1"]);
    expect([code, Object.keys(loadSecrets(file).sealPasswords)]).toEqual([0, ["2"]]);
    expect(stdout).toMatch("Password 2 seals from now on.\nRemoved: Password 1.\n");
  });
});

describe("a command that cannot be carried out", { timeout: SLOW }, () => {
  const ROTATE = "keys:rotate takes either --alg with one of HS256, RS256, ES256, EdDSA, or --seal";
  const REVOKE =
    "keys:revoke takes either --kid with the id of a key, or --seal with the id of a seal password";

  it.each<[command: "rotate" | "revoke", flags: string[], line: string]>([
    ["rotate", [], ROTATE],
    ["rotate", ["ES256"], ROTATE],
    ["rotate", ["--alg", "es256"], ROTATE],
    ["rotate", ["--alg", "none"], ROTATE],
    ["rotate", ["--alg", "ES256", "--alg", "RS256"], ROTATE],
    ["rotate", ["--alg", "ES256", "--seal"], ROTATE],
    ["rotate", ["--alg"], ROTATE],
    ["rotate", ["--kid", "x"], ROTATE],
    ["revoke", [], REVOKE],
    ["revoke", ["--kid", "x", "--seal", "1"], REVOKE],
    ["revoke", ["--seal"], REVOKE],
    ["revoke", ["--kid", "nobody"], 'There is no key "nobody"'],
    ["revoke", ["--seal", "7"], 'There is no seal password "7"'],
  ])("keys:%s %j says so in one line and changes nothing", async (command, flags, line) => {
    await expectRefusal(await keys(command, flags), line);
  });

  it("says what is wrong with the settings or with the file, as a start does", async () => {
    const rotate = (env: Env = {}) => keys("rotate", ["--seal"], env);
    const port = 'PORT got "x" and takes a whole number from 1 to 65535';
    await expectRefusal(await rotate({ PORT: "x" }), port);
    const absent = path.join(folder, "nowhere.json");
    const unread = `${absent} cannot be read: no such file or directory`;
    await expectRefusal(await rotate({ SECRETS_FILE: absent }), unread);
    chmodSync(file, 0o644);
    expect((await rotate()).stderr).toMatch(/can be read or written by others/);
    writeFileSync(file, "hunter2");
    chmodSync(file, 0o600);
    await expectRefusal(await rotate(), `${file} is not JSON`);
  });

  async function expectRefusal(ran: Awaited<ReturnType<typeof run>>, line: string): Promise<void> {
    expect(ran).toMatchObject({ code: 1, stdout: "", stderr: `${line}\n` });
    expect(readdirSync(folder).filter((name) => /next|tmp|nowhere/.test(name))).toEqual([]);
    expect(readFileSync(file, "utf8")).not.toContain("retireAt");
    expect(readFileSync(file, "utf8")).not.toContain('"2":');
  }
});

function expectNoSecret(text: string, from = file): void {
  const { jwks, sealPasswords, refreshKey } = JSON.parse(readFileSync(from, "utf8"));
  const values = [...jwks.keys.flatMap(Object.entries), ...Object.entries(sealPasswords)]
    .filter(([name]) => !["kid", "alg", "use", "kty", "crv", "e"].includes(name))
    .map(([, value]) => String(value));
  expect(values.length).toBeGreaterThan(10);
  for (const value of [...values, refreshKey]) expect(text).not.toContain(value);
}
