import { generateKeyPairSync } from "node:crypto";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshKey, freshPassword } from "./fresh";
import {
  createSecrets,
  livePasswords,
  loadSecrets,
  nextRetirement,
  parseSecrets,
  SecretsError,
} from "./secrets";

type Json = { [name: string]: unknown };
type Key = { [name: string]: unknown };
type Stored = { sealPasswords: Json; refreshKey: unknown; jwks: { keys: Key[] } };

let folder: string;
let genuine: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "secrets-"));
  const file = path.join(folder, "genuine.json");
  await createSecrets(file);
  genuine = readFileSync(file, "utf8");
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("createSecrets", () => {
  it("makes a file that only its owner reads and that loads", () => {
    const file = path.join(folder, "genuine.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const secrets = loadSecrets(file);
    expect(secrets.refreshKey).toHaveLength(32);
    expect(secrets.jwks.keys.map((jwk) => [jwk.alg, jwk.kty, jwk.use])).toEqual([
      ["HS256", "oct", "sig"],
      ["RS256", "RSA", "sig"],
      ["ES256", "EC", "sig"],
      ["EdDSA", "OKP", "sig"],
    ]);
    expect(new Set(secrets.jwks.keys.map((jwk) => jwk.kid)).size).toBe(4);
  });

  it("leaves an existing file as it is, whatever it holds", async () => {
    const file = path.join(folder, "mine.json");
    writeFileSync(file, "mine", { mode: 0o600 });
    await createSecrets(file);
    expect(readFileSync(file, "utf8")).toBe("mine");
  });

  it("makes one file when many start at once and leaves nothing beside it", async () => {
    const shared = path.join(folder, "shared");
    mkdirSync(shared);
    const file = path.join(shared, "secrets.json");
    const seen = await Promise.all(
      Array.from({ length: 8 }, async () => {
        await createSecrets(file);
        return loadSecrets(file).refreshKey.toString("hex");
      }),
    );
    expect(new Set(seen).size).toBe(1);
    expect(readdirSync(shared)).toEqual(["secrets.json"]);
  });

  it("says in one line why it cannot write", async () => {
    const file = path.join(folder, "absent", "secrets.json");
    await expect(createSecrets(file)).rejects.toThrow(
      new SecretsError(`${file} cannot be written: no such file or directory`),
    );
  });
});

describe("loadSecrets", () => {
  it.each([0o640, 0o604, 0o620, 0o666])("refuses a file with mode %o", (mode) => {
    expect(failure(genuine, mode)).toMatch(/can be read or written by others .* chmod 600/);
  });

  it("refuses what is absent, a folder or not JSON, without quoting it", () => {
    const absent = path.join(folder, "nowhere.json");
    expect(() => loadSecrets(absent)).toThrow(`${absent} cannot be read: no such file or directory`);
    expect(() => loadSecrets(folder)).toThrow("is not a file");
    expect(failure('{"refreshKey": "hunter2hunter2"')).toBe("is not JSON");
    expect(failure("")).toBe("is not JSON");
    expect(failure("null")).not.toBe("");
    expect(failure("[]")).not.toBe("");
  });

  const other = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });

  const zeros = (bytes: number) => Buffer.alloc(bytes);
  const ALGS = "must be one of HS256";
  it.each<[what: string, path: string, value: unknown, message: RegExp | string]>([
    ["a short seal password", "sealPasswords.1", "x".repeat(31), /^sealPasswords.1 must have at least 32/],
    ["a seal password with no number", "sealPasswords.one", "x".repeat(32), /^sealPasswords/],
    ["no seal password", "sealPasswords", {}, /^sealPasswords must hold/],
    ["a missing seal object", "sealPasswords", undefined, /^sealPasswords/],
    ["a short refresh key", "refreshKey", zeros(31).toString("base64url"), /^refreshKey must be/],
    ["a long refresh key", "refreshKey", zeros(33).toString("base64url"), /^refreshKey must be/],
    ["a padded refresh key", "refreshKey", zeros(32).toString("base64"), /^refreshKey must be/],
    ["a missing refresh key", "refreshKey", undefined, /^refreshKey must be/],
    ["no keys", "jwks.keys", [], /^jwks.keys must hold a key for HS256, RS256, ES256, EdDSA/],
    ["a missing algorithm", "jwks.keys", allButTheLast, /^jwks.keys must hold a key for EdDSA$/],
    ["a duplicate kid", "jwks.keys.2.kid", kidOfTheSecond, /^jwks.keys\[2\].kid is used/],
    ["a missing kid", "jwks.keys.0.kid", undefined, /^jwks.keys\[0\].kid must/],
    ["an empty kid", "jwks.keys.0.kid", "", /^jwks.keys\[0\].kid must/],
    ["a numeric kid", "jwks.keys.0.kid", 7, /^jwks.keys\[0\].kid must/],
    ["use enc", "jwks.keys.1.use", "enc", /^jwks.keys\[1\].use must be "sig"/],
    ["a missing use", "jwks.keys.1.use", undefined, /^jwks.keys\[1\].use must be "sig"/],
    ["an unknown alg", "jwks.keys.1.alg", "PS256", /^jwks.keys\[1\].alg must be one of/],
    ["alg none", "jwks.keys.1.alg", "none", ALGS],
    ["an alg in lower case", "jwks.keys.1.alg", "rs256", ALGS],
    ["a missing alg", "jwks.keys.1.alg", undefined, ALGS],
    // The rules of the keyring, which its own tests go through one by one.
    ["a weak key", "jwks.keys.1.e", "AQ", /^jwks.keys\[1\] is refused: its RSA exponent/],
    ["a key put together from two", "jwks.keys.3.d", other.d, /^jwks.keys\[3\] is refused: its public/],
  ])("refuses %s", (_, place, value, message) => {
    const stored: Stored = JSON.parse(genuine);
    put(stored, place, typeof value === "function" ? value(stored) : value);
    const problem = failure(JSON.stringify(stored));
    expect(problem).toMatch(message);
    expect(problem).not.toMatch(/[\r\n]/);
    for (const secret of secretValues(stored)) expect(problem).not.toContain(secret);
  });

  it("takes several keys of one algorithm and drops members it does not know", () => {
    const stored: Stored = JSON.parse(genuine);
    stored.jwks.keys.push({ ...other, kid: "second", alg: "EdDSA", use: "sig", x5u: "https://evil.example" });
    const file = path.join(folder, "two.json");
    writeFileSync(file, JSON.stringify(stored), { mode: 0o600 });
    const last = loadSecrets(file).jwks.keys.at(-1);
    expect(last?.kid).toBe("second");
    expect(last).not.toHaveProperty("x5u");
  });
});

// `retireAt`, the optional member of secrets.json.

const AT = 1_800_000_000;

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

/** `place`: names joined by dots. */
function put(stored: Stored, place: string, value: unknown): void {
  const names = place.split(".");
  const last = names.pop() ?? "";
  Reflect.set(
    names.reduce<object>((target, name) => Reflect.get(target, name), stored),
    last,
    value,
  );
}

const allButTheLast = ({ jwks }: Stored) => jwks.keys.slice(0, -1);
const kidOfTheSecond = ({ jwks }: Stored) => jwks.keys[1]?.kid;

function secretValues(stored: Stored): string[] {
  const members = stored.jwks.keys.flatMap((jwk) =>
    ["k", "d", "p", "q", "dp", "dq", "qi"].map((name) => jwk[name]),
  );
  const all = [...members, stored.refreshKey, ...Object.values(stored.sealPasswords ?? {})];
  return all.filter((value) => typeof value === "string").filter((value) => value.length > 8);
}

/** What `loadSecrets` says about a file with this text, without the file's name. */
function failure(text: string, mode = 0o600): string {
  const file = path.join(folder, "bad.json");
  writeFileSync(file, text);
  chmodSync(file, mode);
  try {
    loadSecrets(file);
  } catch (error) {
    if (error instanceof SecretsError && error.message.startsWith(`${file} `)) {
      return error.message.slice(file.length + 1);
    }
    throw error;
  }
  throw new Error("expected a SecretsError");
}
