import { beforeEach, describe, expect, it } from "vitest";
import type { CounterStore } from "../counters";
import type { TestBackend } from "../testing/backends";

// Counters of failed attempts, each in a window of time.

export function testCounters(backend: () => TestBackend): void {
  describe("counters", () => {
    let counters: CounterStore;
    beforeEach(() => {
      ({ counters } = backend());
    });

    it("a counter begins with the first that is counted, and counts until its window is over", async () => {
      expect(await counters.read("a")).toBeNull();
      expect(await counters.count("a", 100, 200)).toEqual({ points: 1, expire: 200 });
      expect(await counters.count("a", 199, 299)).toEqual({ points: 2, expire: 200 });
      expect(await counters.read("a")).toEqual({ points: 2, expire: 200 });
      expect(await counters.count("a", 200, 300)).toEqual({ points: 1, expire: 300 });
      expect(await counters.read("b")).toBeNull();
    });

    it("a window never ends after the end that is asked for, and can be ended earlier, not later", async () => {
      await counters.count("a", 0, 1000);
      expect(await counters.count("a", 1, 500)).toEqual({ points: 2, expire: 500 });
      await counters.shorten("a", 700);
      expect(await counters.read("a")).toMatchObject({ expire: 500 });
      await counters.shorten("a", 300);
      expect(await counters.read("a")).toMatchObject({ expire: 300 });
    });

    it("all that is counted at once is counted", async () => {
      const all = await Promise.all(Array.from({ length: 20 }, () => counters.count("a", 0, 1000)));
      expect(all.map(({ points }) => points).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 20 }, (_, index) => index + 1),
      );
    });

    it("a count in a transaction that is undone does not count", async () => {
      const undone = backend().stores.atomically(async () => {
        await counters.count("a", 0, 1000);
        throw new Error("Undo it.");
      });
      await expect(undone).rejects.toThrow("Undo it.");
      expect(await counters.read("a")).toBeNull();
    });

    it("one is removed, and the sweep removes in batches those that are over", async () => {
      for (const [index, key] of ["a", "b", "c", "d"].entries()) await counters.count(key, 0, 100 + index);
      await counters.remove("d");
      expect(await counters.read("d")).toBeNull();
      const batches = [];
      for (let round = 0; round < 3; round++) batches.push(await counters.deleteExpired(new Date(101), 1));
      expect(batches).toEqual([1, 1, 0]);
      expect(await counters.read("c")).toEqual({ points: 1, expire: 102 });
    });
  });
}
