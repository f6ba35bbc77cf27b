import { availableParallelism } from "node:os";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { hashPassword, verifyPassword } from "./password";

/** The real Argon2, watched: what it is asked for, how many at once, and a gate to hold it at. */
const argon2 = vi.hoisted(() => ({
  running: 0,
  peak: 0,
  asked: [] as string[],
  gate: undefined as Promise<void> | undefined,
  /** Set: what verify says instead of checking. */
  answer: undefined as boolean | undefined,
  async watch<T>(what: string, work: () => Promise<T>): Promise<T> {
    argon2.asked.push(what);
    argon2.running++;
    argon2.peak = Math.max(argon2.peak, argon2.running);
    try {
      await argon2.gate;
      return await work();
    } finally {
      argon2.running--;
    }
  },
}));
vi.mock("./hash-threads", async (importOriginal) => {
  const real = await importOriginal<typeof import("./hash-threads")>();
  const createHashThreads = (): ReturnType<typeof real.createHashThreads> => {
    const { hash, verify, stop } = real.createHashThreads();
    return {
      hash: (...args) => argon2.watch("hash", () => hash(...args)),
      verify: (...args) => argon2.watch(args[0], async () => argon2.answer ?? verify(...args)),
      stop,
    };
  };
  return { ...real, createHashThreads };
});

const PARAMETERS = "$argon2id$v=19$m=19456,t=2,p=1$";
let openGate = () => {};
const closeGate = () => {
  argon2.gate = new Promise((resolve) => {
    openGate = resolve;
  });
};
/** Lets everything run that can. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

beforeEach(() => Object.assign(argon2, { peak: 0, asked: [], gate: undefined, answer: undefined }));
afterEach(() => openGate());

describe("a password", () => {
  it("is hashed with Argon2id, 19 MiB, two passes, one lane and its own salt", async () => {
    const [one, two] = [await hashPassword("secret"), await hashPassword("secret")];
    for (const stored of [one, two]) {
      expect(stored.startsWith(PARAMETERS)).toBe(true);
      expect(await verifyPassword(stored, "secret")).toBe(true);
      expect(await verifyPassword(stored, "Secret")).toBe(false);
    }
    expect(one).not.toBe(two);
  });

  const differing = {
    "after a NUL byte": ["before\0after", "before\0other", "before", "before\0"],
    "after 72 bytes": [`${"x".repeat(72)}a`, `${"x".repeat(72)}b`, "x".repeat(72)],
    "at the end of 1,000 characters": [`${"é".repeat(999)}a`, `${"é".repeat(999)}b`, "é".repeat(999)],
    "in its spaces": [" pass word ", "pass word", " pass word", "pass  word"],
    "in nothing but its length": ["a", "aa", ""],
  };
  for (const [where, [right = "", ...wrong]] of Object.entries(differing)) {
    it(`that differs ${where} is another password`, async () => {
      const stored = await hashPassword(right);
      for (const other of wrong) expect(await verifyPassword(stored, other)).toBe(false);
      expect(await verifyPassword(stored, right)).toBe(true);
    });
  }

  it("is the same however its characters are composed (NFKC)", async () => {
    for (const [one, other] of [
      ["caf\u00e9", "cafe\u0301"],
      ["\ufb01ne", "fine"],
      ["\uff50\uff41ss", "pass"],
    ] as const) {
      expect(await verifyPassword(await hashPassword(one), other)).toBe(true);
      expect(await verifyPassword(await hashPassword(other), one)).toBe(true);
    }
  });
});

describe("when there is no account", () => {
  it("no password is right, not even one that fits the hash checked instead", async () => {
    for (const password of ["", "secret", "\0"]) expect(await verifyPassword(null, password)).toBe(false);
    argon2.answer = true;
    expect(await verifyPassword(null, "what that hash was made of")).toBe(false);
    expect(await verifyPassword("a stored hash", "secret")).toBe(true);
  });

  it("one hash with the same parameters is checked all the same", async () => {
    await verifyPassword(null, "secret");
    expect(argon2.asked).toHaveLength(1);
    expect(argon2.asked[0]?.startsWith(PARAMETERS)).toBe(true);
    expect(argon2.asked[0]).toHaveLength((await hashPassword("secret")).length);
  });

  it("a check costs as much as with one: between 0.6 and 1.7 times", async () => {
    const stored = await hashPassword("secret");
    const time = async (hash: string | null) => {
      // Of the processor, in all threads: what else the machine does meanwhile is not counted.
      const before = process.cpuUsage();
      await verifyPassword(hash, "wrong");
      return process.cpuUsage(before).user;
    };
    // All of many together: the clock of the processor's time is coarse, and a busy machine has cold caches now and then.
    const spent = { without: 0, withOne: 0 };
    for (let round = 0; round < 16; round++) {
      spent.without += await time(null);
      spent.withOne += await time(stored);
    }
    const ratio = spent.without / spent.withOne;
    expect(ratio).toBeGreaterThan(0.6);
    expect(ratio).toBeLessThan(1.7);
  });
});

describe("under load", () => {
  it("never more than two hashes run at once, and one core is left free, whatever asks for them", async () => {
    const stored = await hashPassword("secret");
    const answers = await Promise.all([
      ...Array.from({ length: 4 }, () => verifyPassword(stored, "secret")),
      ...Array.from({ length: 3 }, () => verifyPassword(null, "secret")),
      ...Array.from({ length: 3 }, () => hashPassword("secret")),
    ]);
    expect(argon2.peak).toBe(Math.max(1, Math.min(2, availableParallelism() - 1)));
    expect(answers.slice(0, 7)).toEqual([true, true, true, true, false, false, false]);
  });

  it("with a hundred waiting the next is refused as overloaded, at once and unasked; later it passes", async () => {
    const stored = await hashPassword("secret");
    const beforeWork = vi.fn(async () => {});
    closeGate();
    const running = [verifyPassword(stored, "secret"), verifyPassword(stored, "wrong")];
    await settle();
    const stop = () => Promise.reject(new Error("stopped"));
    const waiting = Array.from({ length: 100 }, () =>
      verifyPassword(stored, "x", { beforeWork: stop }).catch(() => "waited"),
    );
    await settle();
    argon2.asked = [];
    for (const late of [verifyPassword(stored, "secret", { beforeWork }), hashPassword("secret")]) {
      await expect(late).rejects.toMatchObject({ name: "AuthError", code: "overloaded" });
    }
    expect(beforeWork).not.toHaveBeenCalled();
    expect(argon2.asked).toEqual([]);
    openGate();
    expect(await Promise.all(running)).toEqual([true, false]);
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(["waited"]));
    expect(await verifyPassword(stored, "secret", { beforeWork })).toBe(true);
    expect(beforeWork).toHaveBeenCalledTimes(1);
  });

  it("what one network sends waits behind the first of another, in whichever copy of this module it asks", async () => {
    const stored = await hashPassword("secret");
    const order: string[] = [];
    const check = (copy: { verifyPassword: typeof verifyPassword }, name: string) =>
      copy.verifyPassword(stored, "secret", {
        askers: [{ name, shares: 1 }],
        beforeWork: async () => void order.push(name),
      });
    closeGate();
    vi.resetModules();
    const [here, elsewhere] = [{ verifyPassword }, await import("./password")];
    const flood = Array.from({ length: 20 }, () => check(here, "flood"));
    await settle();
    const answers = [...flood, check(elsewhere, "other"), check(elsewhere, "other")];
    openGate();
    await Promise.all(answers);
    expect(elsewhere.verifyPassword).not.toBe(verifyPassword);
    const slots = Math.max(1, Math.min(2, availableParallelism() - 1));
    expect(order.indexOf("other")).toBeLessThanOrEqual(slots + 1);
    expect(order.lastIndexOf("other")).toBeLessThanOrEqual(slots + 3);
    expect(argon2.peak).toBe(slots);
  });
});

describe("beforeWork", () => {
  it("is asked when the turn has come, right before the hash, not while waiting", async () => {
    const stored = await hashPassword("secret");
    closeGate();
    const running = [verifyPassword(stored, "a"), verifyPassword(stored, "b")];
    await settle();
    const checksAtAsking: number[] = [];
    const third = verifyPassword(null, "c", {
      beforeWork: async () => void checksAtAsking.push(argon2.asked.length),
    });
    await settle();
    expect(checksAtAsking).toEqual([]);
    openGate();
    await Promise.all([...running, third]);
    expect(checksAtAsking).toEqual([3]);
    expect(argon2.asked).toHaveLength(4);
  });

  it("that throws stops the work, is passed on, and gives the place to the next", async () => {
    const stored = await hashPassword("secret");
    argon2.asked = [];
    const refusal = new Error("throttled");
    for (let round = 0; round < 5; round++) {
      const beforeWork = () => Promise.reject(refusal);
      await expect(verifyPassword(stored, "secret", { beforeWork })).rejects.toBe(refusal);
    }
    expect(argon2.asked).toEqual([]);
    expect(await verifyPassword(stored, "secret")).toBe(true);
  });
});
