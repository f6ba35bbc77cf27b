import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createTestClock } from "../auth/testing/kit";
import { KEY_OVERLAP_SECONDS, rotateKey, rotateSeal, SEAL_OVERLAP_SECONDS } from "./change";
import { createSecrets, livePasswords, loadSecrets, type Secrets } from "./secrets";
import { updateSecrets } from "./update";
import { watchSecrets } from "./watch";

const parent = mkdtempSync(path.join(tmpdir(), "watch-"));
const logged: string[] = [];
let clock = createTestClock();
let file: string;
let made = 0;
let stop = () => {};
let changes: Secrets[];
/** What putting secrets in force does in a test, besides being noted. */
let onChange = async () => {};

beforeEach(async () => {
  const folder = path.join(parent, String(++made));
  mkdirSync(folder);
  file = path.join(folder, "secrets.json");
  await createSecrets(file);
  clock = createTestClock();
  changes = [];
  onChange = async () => {};
  logged.length = 0;
  vi.spyOn(process.stdout, "write").mockImplementation((line) => logged.push(String(line)) > 0);
});
afterEach(() => {
  stop();
  vi.restoreAllMocks();
});
afterAll(() => rmSync(parent, { recursive: true }));

function watch(current = loadSecrets(file), pollMs: number | undefined = 10): void {
  const noted = async (secrets: Secrets) => {
    await onChange();
    changes.push(secrets);
  };
  stop = watchSecrets({ file, current, clock, onChange: noted, ...(pollMs && { pollMs }) });
}

const rotate = () => updateSecrets(file, (stored) => rotateKey(stored, "ES256", clock.now())).current;
const signs = (secrets: Secrets | undefined) => secrets?.jwks.keys.find(({ alg }) => alg === "ES256")?.kid;
const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 5000, interval: 2 });
/** Long enough for several looks at the file. */
const awhile = () => new Promise((resolve) => setTimeout(resolve, 80));
const refusals = () =>
  logged.map((line) => JSON.parse(line)).filter(({ event }) => event === "secrets.refused");

describe("watchSecrets", () => {
  it("hands over what replaced the file within a second, and says so", async () => {
    watch(loadSecrets(file), undefined);
    const kid = rotate();
    const began = performance.now();
    await until(() => changes.length > 0);
    expect(performance.now() - began).toBeLessThan(1000);
    expect(signs(changes[0])).toBe(kid);
    await until(() => logged.length > 0);
    expect(JSON.parse(logged[0] ?? "")).toMatchObject({ event: "secrets.changed", cause: "file" });
  });

  it("hands nothing over while nothing changes, nor when the same stands in another file", async () => {
    watch();
    await awhile();
    writeFileSync(`${file}.copy`, readFileSync(file), { mode: 0o600 });
    renameSync(`${file}.copy`, file);
    await awhile();
    expect(changes).toEqual([]);
    const kid = rotate();
    await until(() => changes.length > 0);
    expect(signs(changes[0])).toBe(kid);
    await awhile();
    expect(changes).toHaveLength(1);
  });

  it("notices what changed between the reading of the file and the first look at it", async () => {
    const current = loadSecrets(file);
    const kid = rotate();
    watch(current);
    await until(() => changes.length > 0);
    expect(signs(changes[0])).toBe(kid);
  });

  it("notices every one of many changes in the end", async () => {
    watch();
    let kid = "";
    for (let time = 0; time < 10; time++) {
      kid = rotate();
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 15));
    }
    await until(() => signs(changes.at(-1)) === kid);
  });

  it.each<[string, () => void, RegExp]>([
    ["damaged", () => writeFileSync(file, '{"sealPasswords": "hunter2'), /is not JSON$/],
    ["open to others", () => chmodSync(file, 0o644), /can be read or written by others/],
    ["gone", () => rmSync(file), /cannot be read: no such file/],
  ])("keeps the old secrets while the file is %s, says so once, and recovers", async (_, spoil, problem) => {
    const text = readFileSync(file, "utf8");
    watch();
    await awhile();
    spoil();
    await until(() => refusals().length > 0);
    await awhile();
    expect(refusals()).toHaveLength(1);
    expect(refusals()[0].reason).toMatch(problem);
    expect(logged.join("")).not.toContain("hunter2");
    expect(changes).toEqual([]);

    writeFileSync(file, text);
    chmodSync(file, 0o600);
    const kid = rotate();
    await until(() => changes.length > 0);
    expect(signs(changes.at(-1))).toBe(kid);
    rmSync(file);
    await until(() => refusals().length > 1);
  });

  it("tries again when what it hands over cannot be put in force, and says so once without the cause", async () => {
    onChange = () => Promise.reject(new Error("hunter2"));
    watch();
    const kid = rotate();
    await until(() => refusals().length > 0);
    await awhile();
    expect(refusals()).toHaveLength(1);
    expect(logged.join("")).not.toContain("hunter2");
    onChange = async () => {};
    await until(() => changes.length > 0);
    expect(signs(changes[0])).toBe(kid);
  });

  it("hands the same secrets over again when something in them retires, each time once", async () => {
    rotate();
    updateSecrets(file, (stored) => rotateSeal(stored, clock.now()));
    watch();
    await awhile();
    expect(changes).toEqual([]);

    clock.advance((KEY_OVERLAP_SECONDS - 1) * 1000);
    await awhile();
    expect(changes).toEqual([]);
    clock.advance(1000);
    await until(() => changes.length > 0);
    expect(logged.join("")).toContain('"cause":"retirement"');
    clock.advance((SEAL_OVERLAP_SECONDS - KEY_OVERLAP_SECONDS) * 1000);
    await until(() => changes.length > 1);
    await awhile();
    expect(changes).toHaveLength(2);
    const [, last] = changes;
    expect(last && Object.keys(livePasswords(last, clock.now()))).toEqual(["2"]);
  });

  it("lets things retire although the file cannot be used any more", async () => {
    rotate();
    watch();
    writeFileSync(file, "damaged");
    await until(() => refusals().length > 0);
    clock.advance(KEY_OVERLAP_SECONDS * 1000);
    await until(() => changes.length > 0);
    await awhile();
    expect([changes.length, refusals().length]).toEqual([1, 1]);
  });

  it("hands nothing over once it is stopped", async () => {
    watch();
    await awhile();
    stop();
    rotate();
    await awhile();
    expect([changes, logged]).toEqual([[], []]);
  });
});
