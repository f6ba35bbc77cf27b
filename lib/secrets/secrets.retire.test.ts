import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshKey, freshPassword } from "./fresh";
import { createSecrets, livePasswords, nextRetirement, parseSecrets, SecretsError } from "./secrets";

// `retireAt`, the optional member of secrets.json.

const AT = 1_800_000_000;
let folder: string;
let genuine: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "secrets-retire-"));
  await createSecrets(path.join(folder, "secrets.json"));
  genuine = readFileSync(path.join(folder, "secrets.json"), "utf8");
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The genuine content with a second ES256 key "old", a second password, and this `retireAt`. */
function withRetireAt(retireAt: unknown): string {
  const stored = JSON.parse(genuine);
  stored.jwks.keys.push({ ...freshKey("ES256"), kid: "old" });
  stored.sealPasswords["2"] = freshPassword();
  return JSON.stringify({ ...stored, retireAt });
}

const parse = (retireAt: unknown) => parseSecrets("secrets.json", withRetireAt(retireAt));

describe("retireAt", () => {
  it("may be absent, and then nothing retires", () => {
    const secrets = parseSecrets("secrets.json", genuine);
    expect(secrets.retireAt).toEqual({ keys: new Map(), sealPasswords: new Map() });
    expect(nextRetirement(secrets, new Date(0))).toBeNull();
    expect(livePasswords(secrets, new Date(8.64e15))).toEqual(secrets.sealPasswords);
  });

  it.each([{}, { keys: {} }, { keys: { old: AT } }, { sealPasswords: { "1": AT } }])(
    "takes %j",
    (retireAt) => {
      expect(parse(retireAt).jwks.keys).toHaveLength(5);
    },
  );

  it("tells which passwords are left at an instant, and when the next thing retires", () => {
    const secrets = parse({ keys: { old: AT }, sealPasswords: { "1": AT + 5 } });
    const at = (seconds: number) => new Date(seconds * 1000);
    expect(secrets.retireAt.keys).toEqual(new Map([["old", at(AT)]]));
    expect(Object.keys(livePasswords(secrets, new Date(at(AT + 5).getTime() - 1)))).toEqual(["1", "2"]);
    expect(Object.keys(livePasswords(secrets, at(AT + 5)))).toEqual(["2"]);
    expect(nextRetirement(secrets, at(AT - 1))).toEqual(at(AT));
    expect(nextRetirement(secrets, at(AT))).toEqual(at(AT + 5));
    expect(nextRetirement(secrets, at(AT + 5))).toBeNull();
  });

  it.each<[unknown, string]>([
    [{ keys: { nobody: AT } }, "retireAt.keys.nobody is the instant of no key"],
    [{ keys: { "a\nb": AT } }, 'retireAt.keys["a\\nb"] is the instant of no key'],
    [{ sealPasswords: { "3": AT } }, "retireAt.sealPasswords.3 is the instant of no password"],
    [{ sealPasswords: { toString: AT } }, "retireAt.sealPasswords.toString is the instant of no password"],
    [{ sealPasswords: { "2": AT } }, "retireAt.sealPasswords.2 must not retire the password that seals"],
    [{ keys: { old: -1 } }, "retireAt.keys.old must be whole seconds since 1970"],
    [{ keys: { old: AT + 0.5 } }, "retireAt.keys.old must be whole seconds since 1970"],
    [{ keys: { old: "soon" } }, "retireAt.keys.old must be whole seconds since 1970"],
    [{ keys: { old: AT * 1000 } }, "retireAt.keys.old must be whole seconds since 1970, not milliseconds"],
    [{ keys: [] }, "retireAt.keys must be an object"],
    [{ key: { old: AT } }, "retireAt takes keys and sealPasswords"],
    ["soon", "retireAt takes keys and sealPasswords"],
  ])("refuses %j in one line", (retireAt, problem) => {
    expect(parse({ keys: { old: AT } }).retireAt.keys.size).toBe(1);
    expect(() => parse(retireAt)).toThrow(new SecretsError(`secrets.json ${problem}`));
  });

  it("refuses to retire the key that signs, of every algorithm", () => {
    for (const { kid, alg } of JSON.parse(genuine).jwks.keys)
      expect(() => parse({ keys: { [kid]: AT } })).toThrow(`must not retire the key that signs ${alg}`);
  });
});
