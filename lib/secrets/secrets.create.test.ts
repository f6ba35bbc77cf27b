import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSecrets, loadSecrets, SecretsError } from "./secrets";

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "secrets-"));
  await createSecrets(path.join(folder, "genuine.json"));
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
