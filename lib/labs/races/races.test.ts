import { beforeAll, describe, expect, it } from "vitest";
import type { Fact, RunView } from "../contract";
import { useLabs } from "../testing/runs";
import { countRaces, type RaceCount } from "./shared/count";

// Whole races: real requests over loopback against the four ways of exchanging a refresh token.

const SIZES = [2, 20, 50];

const labs = useLabs();
let races: Map<number, RunView>;
beforeAll(async () => {
  const runs = SIZES.map(async (size) => [size, await raceOf(size)] as const);
  races = new Map(await Promise.all(runs));
}, 40_000);

const raceOf = (requests: number): Promise<RunView> => labs.run("races", { requests: String(requests) });

describe.each(SIZES)("a race of %i", (requests) => {
  let counts: RaceCount[];
  let facts: Fact[];
  let answers: Record<string, string | null>;
  beforeAll(() => {
    const run = races.get(requests);
    if (run?.status !== "finished") throw new Error(`The race ended as ${run?.status}.`);
    counts = countRaces(run.recording);
    facts = run.recording.facts;
    answers = run.conclusion.answers;
  });

  it("sends each request, and gets 200 or 401 for it", () => {
    expect(counts.map(({ tabs, strange }) => ({ tabs, strange }))).toEqual(
      Array.from({ length: 4 }, () => ({ tabs: requests, strange: 0 })),
    );
    expect(counts.map((count) => count.requests)).toEqual([1, 1, 1, 1].map(() => 3 * requests));
  });

  it("has all its requests under way before the first is answered", () => {
    for (const { lane } of counts) {
      const raced = facts.filter(
        (fact) => fact.kind === "answer" && fact.lane === lane && roundOf(fact) === "race",
      );
      const answered = raced.map((fact) => (fact.kind === "answer" ? fact.at + fact.took : 0));
      expect(Math.max(...raced.map(({ at }) => at))).toBeLessThan(Math.min(...answered));
    }
  });

  it("is survived on one line by the idempotent grace", () => {
    expect(lane("idempotent")).toMatchObject({
      liveLines: 1,
      forks: 0,
      falseThefts: 0,
      signOuts: 0,
      rotations: 2,
      agrees: true,
    });
    expect(answers.idempotent).toBe("one-line");
  });

  it("makes the atomic rotation without grace cry theft once and sign everybody out", () => {
    expect(lane("atomic")).toMatchObject({
      liveLines: 0,
      forks: 0,
      falseThefts: 1,
      signOuts: requests,
      rotations: 1,
      agrees: true,
    });
    expect(answers.atomic).toBe("signed-out");
  });

  it("gives every request a line of its own where grace forks", () => {
    expect(lane("forking")).toMatchObject({
      liveLines: requests,
      forks: requests - 1,
      falseThefts: 0,
      signOuts: 0,
      agrees: true,
    });
    expect(answers.forking).toBe("forks");
  });

  it("forks the naive rotation or makes it cry theft", () => {
    const { forks, falseThefts, agrees } = lane("naive");
    expect(forks + falseThefts).toBeGreaterThan(0);
    // It promises nothing that could be held against it.
    expect(agrees).toBeNull();
  });

  function lane(id: string): RaceCount {
    const found = counts.find((count) => count.lane === id);
    if (!found) throw new Error(`There is no lane ${id}.`);
    return found;
  }
});

it("the naive rotation races without any latency of its store as well", async () => {
  const { recording } = await labs.run("races", { requests: "20", storeMs: "0" });
  const naive = countRaces(recording).find(({ lane }) => lane === "naive");
  expect((naive?.forks ?? 0) + (naive?.falseThefts ?? 0)).toBeGreaterThan(0);
}, 40_000);

it.each([
  ["requests", "1"],
  ["requests", "51"],
  ["requests", "2.5"],
  ["requests", "many"],
  ["storeMs", "21"],
  ["storeMs", "-1"],
])("a race with %s = %s does not begin", async (name, value) => {
  await expect(labs.run("races", { [name]: value })).rejects.toThrow("Please check the marked fields.");
});

const roundOf = ({ detail }: Fact) => detail?.round;
