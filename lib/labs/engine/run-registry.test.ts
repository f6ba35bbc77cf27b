import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { labTables } from "@/lib/stores/sqlite/in-memory";
import { startRegistry, type TestRegistry } from "../testing/registry";
import type { LiveRun } from "./live-run";
import { MAX_STARTS_A_MINUTE } from "./run-registry";

// How many run, who makes room for whom, and what is left of a run: with real worlds and small bounds.

const BOUNDS = { running: 3, kept: 3, keptEach: 2, keepMs: 60_000 };

const TABLES = labTables();

let tables: readonly string[];
let registry: TestRegistry;
beforeEach(() => {
  tables = TABLES;
  registry = startRegistry({ bounds: BOUNDS, tables: () => tables });
});
afterEach(async () => {
  vi.useRealTimers();
  await registry.stop();
});

async function started(person: string): Promise<LiveRun> {
  const result = await registry.start(person, registry.options());
  if ("refused" in result) throw new Error(`It was refused: ${result.refused}.`);
  return result.run;
}
async function afterStop(person: string): Promise<LiveRun> {
  const run = await started(person);
  await run.stop();
  return run;
}
const isClosed = ({ stage }: LiveRun) => !stage.world.memory.sqlite.open;
const me = (run: LiveRun) =>
  registry.answerOutside(run.id, {
    method: "GET",
    lane: "session",
    resource: "me",
    ip: "192.0.2.1",
    userAgent: "test",
    body: {},
    cookie: run.stage.jar("phone", "session").header(),
  });

describe("one person", () => {
  it("has one run going on; a second start names it, and begins once that is over", async () => {
    const first = await started("ada");
    expect(await registry.start("ada", registry.options())).toEqual({ refused: "busy", runId: first.id });
    expect(first.status).toBe("running");
    const bobs = await started("bob");
    await first.stop();
    const second = await started("ada");
    await Promise.all([second, bobs].map((run) => registry.remove(run.id)));
  });

  it("who starts twice at once gets one run, whoever came first", async () => {
    const attempts = [registry.options(), registry.options(), registry.options()];
    const results = await Promise.all(attempts.map((options) => registry.start("ada", options)));
    const refused = results.filter((result) => "refused" in result);
    expect(refused).toEqual([
      { refused: "busy", runId: attempts[0]?.id },
      { refused: "busy", runId: attempts[0]?.id },
    ]);
    expect(attempts.map(({ id }) => registry.find(id)?.status)).toEqual(["running", undefined, undefined]);
    for (const { id } of attempts) await registry.remove(id);
  });
});

describe("starts one after the other", () => {
  it("are slowed down for a person, with the time to wait, and for nobody else", async () => {
    vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
    const again = async (person: string) => {
      const result = await registry.start(person, registry.options());
      if (!("run" in result)) return result;
      await registry.remove(result.run.id);
      return "started";
    };
    for (let i = 0; i < MAX_STARTS_A_MINUTE; i++) expect(await again("ada")).toBe("started");
    expect(await again("ada")).toEqual({ refused: "too_many", retryAfterSeconds: 60 });
    expect(await again("bob")).toBe("started");
    vi.advanceTimersByTime(59_000);
    expect(await again("ada")).toEqual({ refused: "too_many", retryAfterSeconds: 1 });
    vi.advanceTimersByTime(1100);
    expect(await again("ada")).toBe("started");
  });
});

describe("everybody together", () => {
  it("has so many runs and no more, also when all come at once; one that ends makes room", async () => {
    const attempts = ["a", "b", "c", "d", "e"].map((person) => registry.start(person, registry.options()));
    const results = await Promise.all(attempts);
    expect(results.map((result) => ("refused" in result ? result.refused : "run"))).toEqual([
      "run",
      "run",
      "run",
      "full",
      "full",
    ]);
    const runs = results.flatMap((result) => ("run" in result ? [result.run] : []));
    await runs[0]?.stop();
    runs.push(await started("e"));
    for (const run of runs) await registry.remove(run.id);
  });
});

describe("a run that is over", () => {
  it("keeps its world for its time, so that its requests can be repeated, and not longer", async () => {
    const run = await started("ada");
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    await run.stop();
    await vi.advanceTimersByTimeAsync(BOUNDS.keepMs - 1);
    expect(await me(run)).toMatchObject({ status: 200 });
    await vi.advanceTimersByTimeAsync(1);
    expect(await me(run)).toBeNull();
    expect([registry.find(run.id), isClosed(run)]).toEqual([undefined, true]);
  });

  it("makes room for newer ones when too many are kept, and one that runs never does", async () => {
    const running = await started("eve");
    const over = [
      await afterStop("ada"),
      await afterStop("bob"),
      await afterStop("cem"),
      await afterStop("dan"),
    ];
    expect(over.map(isClosed)).toEqual([true, false, false, false]);
    expect([isClosed(running), running.status]).toEqual([false, "running"]);
    for (const run of [running, ...over]) await registry.remove(run.id);
  });

  it("makes room for newer ones of the same person before it takes anybody else's", async () => {
    const bobs = await afterStop("bob");
    const over = [
      await afterStop("ada"),
      await afterStop("ada"),
      await afterStop("ada"),
      await afterStop("ada"),
    ];
    expect(over.map(isClosed)).toEqual([true, true, false, false]);
    expect(isClosed(bobs)).toBe(false);
    expect(await me(bobs)).toMatchObject({ status: 200 });
    for (const run of [bobs, ...over]) await registry.remove(run.id);
  });

  it("is gone at once when it is removed, also while it runs", async () => {
    const run = await started("ada");
    await registry.remove(run.id);
    expect([run.status, isClosed(run), registry.find(run.id)]).toEqual(["stopped", true, undefined]);
    expect(await me(run)).toBeNull();
    await registry.remove(run.id);
    await registry.remove("constructor");
  });
});

describe("a run that cannot be prepared", () => {
  it.each([
    ["because its world cannot be made", { tables: ["CREATE NONSENSE"] }],
    ["because its devices cannot sign in", { failing: true }],
    ["because its plan is beyond a bound", { seconds: 1e9 }],
  ])("%s leaves nothing behind, and the person may start again", async (_, how) => {
    const worlds: LiveRun["stage"][] = [];
    if ("tables" in how) tables = how.tables;
    const options = registry.options({
      ...("seconds" in how && { seconds: how.seconds }),
      async prepare(stage) {
        worlds.push(stage);
        throw new Error("no");
      },
    });
    const attempt = registry.start("ada", options);
    await expect(attempt).rejects.toThrow();
    tables = TABLES;
    expect(registry.find(options.id)).toBeUndefined();
    expect(worlds.map(({ world }) => world.memory.sqlite.open)).toEqual("failing" in how ? [false] : []);
    const run = await started("ada");
    expect(run.status).toBe("running");
    await registry.remove(run.id);
  });
});
