// The commands as a person runs them, on a data folder of their own: through npm once each, and as a process once for
// each way to fail; what they do and say otherwise is asked of the function. What a change means is in lib/secrets.

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { ConfigError } from "../lib/config/config";
import { createSecrets, loadSecrets, SecretsError } from "../lib/secrets/secrets";
import { changeKeys, UsageError } from "./key-commands";
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

/** No setting of the person who runs the tests may reach what they run. */
const CLEAN: Record<string, string | undefined> = {
  ...Object.fromEntries(
    ["PORT", "APP_ORIGIN", "HOST", "DATABASE_URL", "SESSION_STORE_URL", "SECRETS_FILE", "NODE_OPTIONS"].map(
      (name) => [name, undefined],
    ),
  ),
  DATA_DIR: folder,
};

const throughNpm = (command: string, flags: string[]) =>
  run("npm", ["run", "--silent", `keys:${command}`, "--", ...flags], { cwd: root, env: CLEAN });

/** What `npm run keys:…` prints, without the process. */
const keys = (command: string, flags: string[], env: Record<string, string> = {}) =>
  changeKeys([command, ...flags], { DATA_DIR: folder, ...env }).join("\n");

const kids = (alg: string) =>
  loadSecrets(file)
    .jwks.keys.filter((key) => key.alg === alg)
    .map(({ kid }) => kid);

describe("keys:rotate", { timeout: SLOW }, () => {
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
    const said = keys("rotate", ["--seal"], { SECRETS_FILE: elsewhere });
    expect(said).toMatch(/^Password 2 seals from now on.\nPassword 1 unseals until \S+ and retires then.\n/);
    expect(Object.keys(loadSecrets(elsewhere).sealPasswords)).toEqual(["1", "2"]);
    expect(Object.keys(loadSecrets(file).sealPasswords)).toEqual(["1"]);
    expectNoSecret(said, elsewhere);
  });
});

describe("keys:revoke", { timeout: SLOW }, () => {
  it("removes a key, and makes another first where it was the only one", () => {
    const [old = ""] = kids("EdDSA");
    const said = keys("revoke", ["--kid", old]);
    const [fresh = "", ...others] = kids("EdDSA");
    expect(others).toEqual([]);
    expect(fresh).not.toBe(old);
    expect(said).toMatch(`Key ${fresh} signs EdDSA from now on.\nRemoved: Key ${old}.\n`);
    expectNoSecret(said);
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

  it.each<[command: string, flags: string[], line: string]>([
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
    ["other", [], "Takes rotate or revoke"],
  ])("keys:%s %j says so in one line and changes nothing", (command, flags, line) => {
    expect(() => keys(command, flags)).toThrow(new UsageError(line));
    expectNothingChanged();
  });

  it("says what is wrong with the settings or with the file, as a start does", () => {
    const rotate = (env = {}) => keys("rotate", ["--seal"], env);
    expect(() => rotate({ PORT: "x" })).toThrow(ConfigError);
    const absent = path.join(folder, "nowhere.json");
    const unread = `${absent} cannot be read: no such file or directory`;
    expect(() => rotate({ SECRETS_FILE: absent })).toThrow(new SecretsError(unread));
    expectNothingChanged();
  });

  it.each([
    ["PORT", "x", ["rotate", "--seal"], 'PORT got "x" and takes a whole number from 1 to 65535'],
    ["PORT", "1", ["revoke", "--kid", "nobody"], 'There is no key "nobody"'],
    ["PORT", "1", ["rotate"], ROTATE],
  ])("ends the process with code 1 and that line: %s=%s %j", async (name, value, flags, line) => {
    const args = ["scripts/app-script.ts", "scripts/keys.ts", ...flags];
    const ran = await run(process.execPath, args, { cwd: root, env: { ...CLEAN, [name]: value } });
    expect(ran).toMatchObject({ code: 1, stdout: "", stderr: `${line}\n` });
    expectNothingChanged();
  });

  function expectNothingChanged(): void {
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
