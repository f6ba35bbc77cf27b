import { describe, expect, it } from "vitest";
import type { BenchDatabase } from "./database";
import { memoryOfTraffic } from "./memory";

/** A database whose checks do what `check` does; each credential is a number of its own. */
function databaseThat(check: (token: string) => void): BenchDatabase {
  let issued = 0;
  const mode = {
    issue: async () => ({ token: String(issued++) }),
    verify: async (token: string) => {
      check(token);
      return { active: true };
    },
  };
  const atomically = (work: () => Promise<unknown>) => work();
  const database = { people: 3, stores: { atomically }, auth: { modes: { session: mode, jwt: mode } } };
  return database as unknown as BenchDatabase;
}

describe("memoryOfTraffic", () => {
  it("checks every credential, and so many times in all", async () => {
    const seen: string[] = [];
    const line = await memoryOfTraffic(
      databaseThat((token) => seen.push(token)),
      { checks: 20_000, credentials: 2000 },
    );
    expect(new Set(seen).size).toBe(2000);
    // The regulars once more, before it begins.
    expect(seen).toHaveLength(20_000 + 1000);
    expect(line.name).toBe("memory that 20,000 checks of 2,000 credentials leave");
    expect(line.bound).toEqual({ atMost: 1 });
  });

  it("tells what is kept, and not what is given back", async () => {
    const kept: Buffer[] = [];
    const traffic = { checks: 2000, credentials: 1000 };
    const filled = () => Buffer.alloc(100_000, 1);
    const given = await memoryOfTraffic(databaseThat(filled), traffic);
    expect(given.ratio.ratio).toBeLessThan(1);
    const hoarded = await memoryOfTraffic(
      databaseThat(() => kept.push(filled())),
      traffic,
    );
    expect(hoarded.ratio.ratio).toBeGreaterThan(1);
  });
});
