import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildSync } from "esbuild";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { revokeKey, rotateKey, rotateSeal } from "./change";
import { whileLocked } from "./lock";
import { createSecrets, loadSecrets, SecretsError } from "./secrets";
import { updateSecrets } from "./update";

const parent = mkdtempSync(path.join(tmpdir(), "keys-"));
let folder: string;
let file: string;
let made = 0;
const program = writerProgram();
beforeEach(async () => {
  folder = path.join(parent, String(++made));
  mkdirSync(folder);
  file = path.join(folder, "secrets.json");
  await createSecrets(file);
});
afterAll(() => rmSync(parent, { recursive: true }));

const rotate = () => updateSecrets(file, (stored) => rotateKey(stored, "HS256", new Date()));
const kids = () => loadSecrets(file).jwks.keys.map(({ kid }) => kid);

describe("changing the file", () => {
  it("puts a whole new file in its place, for its owner only, and leaves no secret beside it", () => {
    const before = statSync(file).ino;
    const { current } = rotate();
    expect(kids()[0]).toBe(current);
    expect(statSync(file).ino).not.toBe(before);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["secrets.json", "secrets.json.lock"]);
    expect(statSync(`${file}.lock`)).toMatchObject({ size: 0 });
    expect(statSync(`${file}.lock`).mode & 0o777).toBe(0o600);
  });

  it("leaves the file with the user it belongs to, also when root runs it", () => {
    if (process.getuid?.() === 0) chownSync(file, 4321, 4322);
    const { uid, gid } = statSync(file);
    rotate();
    expect(statSync(file)).toMatchObject({ uid, gid });
  });

  it("follows a link, which stays one", () => {
    const link = path.join(folder, "link.json");
    symlinkSync(file, link);
    const { current } = updateSecrets(link, (stored) => rotateSeal(stored, new Date()));
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(Object.keys(loadSecrets(file).sealPasswords)).toContain(current);
  });

  it("takes away what a killed writer left, and nothing else", () => {
    writeFileSync(`${file}.0000.next`, "half", { mode: 0o600 });
    for (const name of ["secrets.json.0000.tmp", "other.next"]) writeFileSync(path.join(folder, name), "");
    rotate();
    expect(readdirSync(folder)).toEqual([
      "other.next",
      "secrets.json",
      "secrets.json.0000.tmp",
      "secrets.json.lock",
    ]);
  });

  it("refuses in one line, and changes nothing, whatever is wrong with the file or the change", () => {
    const text = readFileSync(file, "utf8");
    const refused = (problem: RegExp | string, change = rotate) => {
      const before = readFileSync(file, "utf8");
      expect(change).toThrow(SecretsError);
      expect(change).toThrow(problem);
      expect(readFileSync(file, "utf8")).toBe(before);
    };
    chmodSync(file, 0o640);
    refused(/can be read or written by others/);
    chmodSync(file, 0o600);
    writeFileSync(file, text.slice(0, -9));
    refused(`${file} is not JSON`);
    writeFileSync(file, text.replace("RS256", "RS255"));
    refused(/alg must be one of/);
    writeFileSync(file, text);
    refused('There is no key "nobody"', () =>
      updateSecrets(file, (stored) => revokeKey(stored, "nobody", new Date())),
    );
    refused(/^.* sealPasswords must hold at least one password$/, () =>
      updateSecrets(file, (stored) => ({
        ...rotateSeal(stored, new Date()),
        stored: { ...stored, sealPasswords: {} },
      })),
    );
    expect(rotate().removed).toEqual([]);
  });

  it("makes nothing where there are no secrets", () => {
    const absent = path.join(folder, "absent.json");
    const attempt = () => updateSecrets(absent, (stored) => rotateSeal(stored, new Date()));
    expect(attempt).toThrow(`${absent} cannot be read: no such file or directory`);
    expect(readdirSync(folder)).toEqual(["secrets.json"]);
  });

  it("waits for who is inside, and gives up in one line when that one does not end", () => {
    whileLocked(file, () => {
      const second = () => whileLocked(file, () => "inside", 50);
      expect(second).toThrow(new SecretsError(`${file} is being changed by another run that does not end`));
    });
    expect(whileLocked(file, () => "inside", 50)).toBe("inside");
  });
});

describe("several processes", { timeout: 60_000 }, () => {
  it("that rotate at once lose no key", async () => {
    const first = kids();
    const writers = Array.from({ length: 4 }, () => startWriter(6));
    const outputs = await Promise.all(writers.map(outputOf));
    const acknowledged = outputs.flatMap((output) => output.trim().split("\n"));
    expect(acknowledged).toHaveLength(24);
    expect(kids().toSorted()).toEqual([...first, ...acknowledged].toSorted());
    expect(loadSecrets(file).retireAt.keys.size).toBe(24);
  });

  it("killed in the middle leave a complete file with everything they acknowledged, and no lock", async () => {
    for (let round = 0; round < 6; round++) {
      const writer = startWriter(10_000);
      const output = outputOf(writer);
      await once(writer.stdout ?? writer, "data");
      const killAt = performance.now() + 20 + Math.random() * 60;
      // Whoever reads meanwhile reads all of the one content or all of the other.
      while (performance.now() < killAt) JSON.parse(readFileSync(file, "utf8"));
      writer.kill("SIGKILL");
      const acknowledged = (await output).trim().split("\n").slice(-50);
      expect(writer.signalCode).toBe("SIGKILL");
      expect(kids()).toEqual(expect.arrayContaining(acknowledged));
      expect(statSync(file).mode & 0o777).toBe(0o600);
      // A fresh file for the next round: this one has grown.
      rmSync(file);
      await createSecrets(file);
    }
    rotate();
    expect(readdirSync(folder)).toEqual(["secrets.json", "secrets.json.lock"]);
  });
});

/** Rotates so many times and prints each new kid once it is acknowledged. */
function startWriter(times: number): ChildProcess {
  const child = spawn(process.execPath, ["--input-type=module", "-", file, String(times)], {
    cwd: import.meta.dirname,
    stdio: ["pipe", "pipe", "inherit"],
  });
  // One that is killed does not read it all.
  child.stdin?.on("error", () => {}).end(program);
  return child;
}

/** In one text, because plain Node finds none of the app's own modules. */
function writerProgram(): string {
  const contents = `
    import { writeSync } from "node:fs";
    import { rotateKey } from "./change";
    import { updateSecrets } from "./update";
    const [file = "", times] = process.argv.slice(2);
    for (let time = 0; time < Number(times); time++)
      writeSync(1, updateSecrets(file, (stored) => rotateKey(stored, "HS256", new Date())).current + "\\n");
  `;
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    external: ["better-sqlite3"],
  });
  return outputFiles[0]?.text ?? "";
}

async function outputOf(child: ChildProcess): Promise<string> {
  const printed: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => printed.push(chunk));
  await once(child, "close");
  return Buffer.concat(printed).toString("utf8");
}
