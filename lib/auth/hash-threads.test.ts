import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { getPriority } from "node:os";
import path from "node:path";
import type { Worker } from "node:worker_threads";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createHashThreads } from "./hash-threads";

/** The real threads, watched: which were started. */
const started = vi.hoisted((): Worker[] => []);
vi.mock("node:worker_threads", async (importOriginal) => {
  const real = await importOriginal<typeof import("node:worker_threads")>();
  class Watched extends real.Worker {
    constructor(...args: ConstructorParameters<typeof real.Worker>) {
      super(...args);
      started.push(this);
    }
  }
  return { ...real, Worker: Watched };
});

const OPTIONS = { memoryCost: 1024, timeCost: 1, parallelism: 1 };
/** Takes a while. */
const STRONG = { memoryCost: 19_456, timeCost: 10, parallelism: 1 };
const threads = createHashThreads();
const PATIENT = { timeout: 10_000 };
const areOver = () => started.every(({ threadId }) => threadId === -1);

afterEach(async () => {
  threads.stop();
  await vi.waitUntil(areOver, PATIENT);
  started.length = 0;
});

describe("hashing threads", () => {
  it("are started when there is work, one for each that runs at once, and used again", async () => {
    expect(started).toHaveLength(0);
    const [one = "", other = ""] = await Promise.all([
      threads.hash("secret", OPTIONS),
      threads.hash("secret", OPTIONS),
    ]);
    expect(started).toHaveLength(2);
    const asked = [threads.verify(one, "secret"), threads.verify(other, "Secret")];
    expect(await Promise.all(asked)).toEqual([true, false]);
    expect(started).toHaveLength(2);
  });

  it("pass on what Argon2 throws, and go on", async () => {
    await expect(threads.verify("no hash", "secret")).rejects.toThrow();
    expect(await threads.verify(await threads.hash("secret", OPTIONS), "secret")).toBe(true);
    expect(started).toHaveLength(1);
  });

  it("that end take one question along; the next is answered by another", async () => {
    const stored = await threads.hash("secret", OPTIONS);
    const lost = threads.hash("secret", STRONG);
    await Promise.all([expect(lost).rejects.toThrow("ended before"), started[0]?.terminate()]);
    expect(await threads.verify(stored, "secret")).toBe(true);
    expect(started).toHaveLength(2);
    await started[1]?.terminate();
    expect(await threads.verify(stored, "secret")).toBe(true);
    expect(started).toHaveLength(3);
  });

  it("that are stopped finish what they are at; what is asked later starts another", async () => {
    const stored = await threads.hash("secret", OPTIONS);
    const last = threads.hash("secret", STRONG);
    threads.stop();
    expect(await last).toContain("$argon2id$");
    await vi.waitUntil(areOver, PATIENT);
    expect(await threads.verify(stored, "secret")).toBe(true);
    expect(started).toHaveLength(2);
  });

  it.runIf(process.platform === "linux")("run at the lowest priority, and nothing else does", async () => {
    const nices = () => readdirSync("/proc/self/task").map((id) => getPriority(Number(id)));
    expect(nices()).not.toContain(19);
    await threads.hash("secret", OPTIONS);
    expect(nices().filter((nice) => nice === 19)).toHaveLength(1);
    expect(getPriority()).not.toBe(19);
  });

  it("keep a process alive while they have work, and no longer", () => {
    const module = path.join(import.meta.dirname, "hash-threads.ts");
    const script = `
      const { createHashThreads } = await import(${JSON.stringify(module)});
      process.stdout.write(await createHashThreads().hash("secret", ${JSON.stringify(OPTIONS)}));`;
    const said = execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
      timeout: 20_000,
    });
    expect(String(said)).toMatch(/^\$argon2id\$v=19\$m=1024,t=1,p=1\$/);
  });
});
