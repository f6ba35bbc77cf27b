import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { SignedIn } from "@/lib/session/authenticate";
import { eventually } from "@/lib/session/testing/eventually";
import { actOnRun, deleteRun, getNews, getRun, listRuns, startRun, stopRun } from ".";
import { curlFor } from "./curl";
import { presentRegistry, runRegistry } from "./engine/run-registry";
import { exportRun } from "./export";
import { startLabs, type TestLabs } from "./testing/runs";

// What pages and handlers may do with runs: whose they are, what a start takes, and what becomes of a run when
// the app's store or its server fails.

const CURL = { lane: "session", device: "copy", resource: "me" } as const;

let labs: TestLabs;
let ada: SignedIn;
let bob: SignedIn;
beforeAll(async () => {
  labs = await startLabs();
});
afterAll(() => labs.stop());
beforeEach(async () => {
  [ada, bob] = [await labs.person(), await labs.person()];
});

async function start(current: SignedIn, params: Record<string, unknown> = {}, predictions = {}) {
  const result = await startRun("revocation", params, predictions, current);
  if (!("id" in result)) throw new Error(result.message);
  return result.id;
}
const hasWorld = async (id: string) => (await presentRegistry())?.find(id) !== undefined;
const runsOf = async (who: SignedIn) => (await listRuns(who, undefined, { limit: 50 })).runs;
const facts = async (id: string) => (await getRun(id, ada))?.recording.facts.length;
const stored = (id: string) => labs.runtime.labRuns.find(id);

describe("a run", () => {
  it("is seen by everybody who has its address, and touched by its owner only", async () => {
    const id = await start(ada);
    expect(await getRun(id, ada)).toMatchObject({ mine: true, status: "running", live: true });
    expect(await getRun(id, bob)).toMatchObject({ mine: false, status: "running" });
    expect(await exportRun(id, "json", bob)).toMatchObject({ type: expect.stringContaining("json") });
    expect(await curlFor(id, CURL, bob)).toBeNull();
    expect([await stopRun(id, bob), await actOnRun(id, "x", {}, bob), await deleteRun(id, bob)]).toEqual([
      ...[false, false, false],
    ]);
    expect(await getRun(id, ada)).toMatchObject({ status: "running" });
    expect([await runsOf(bob), (await runsOf(ada)).map((run) => run.id)]).toEqual([[], [id]]);

    expect(await curlFor(id, CURL, ada)).toContain("__Host-lab-session=");
    expect(await stopRun(id, ada)).toBe(true);
    expect(await getRun(id, bob)).toMatchObject({ status: "stopped" });
    expect(await deleteRun(id, ada)).toBe(true);
    expect([await getRun(id, ada), await getRun(id, bob), await hasWorld(id)]).toEqual([null, null, false]);
  });

  it("that nobody has is nowhere", async () => {
    for (const id of ["A".repeat(22), "__proto__", "constructor", "", "' OR 1=1 --"]) {
      expect([await getRun(id, ada), await exportRun(id, "json", ada)]).toEqual([null, null]);
      expect([await curlFor(id, CURL, ada), await stopRun(id, ada), await deleteRun(id, ada)]).toEqual([
        ...[null, false, false],
      ]);
    }
  });

  it("gives its requests for a terminal by names that it has, and by no others", async () => {
    const id = await start(ada);
    for (const [device, lane] of [
      ["phone", "constructor"],
      ["__proto__", "session"],
      ["copy session", ""],
      ["copy", "other"],
    ] as const)
      expect(await curlFor(id, { ...CURL, device, lane }, ada)).toBeNull();
    expect(await curlFor(id, CURL, ada)).toContain(`/api/labs/live/${id}/session/me'`);
    expect(await exportRun(id, "constructor", ada)).toBe("unknown_format");
    expect(await actOnRun(id, "__proto__", {}, ada)).toBe(false);
    await deleteRun(id, ada);
    expect(await curlFor(id, CURL, ada)).toBeNull();
  });

  it("sends only what is new to whoever has seen the rest, and concludes from all of it", async () => {
    const id = await start(ada);
    await eventually(async () => expect(await facts(id)).toBeGreaterThan(3));
    await stopRun(id, ada);
    const whole = await getRun(id, ada);
    const last = whole?.recording.facts.at(-1)?.seq ?? 0;
    expect(last).toBeGreaterThan(1);
    const rest = await getNews(id, ada, last - 1);
    expect(rest?.recording.facts.map(({ seq }) => seq)).toEqual([last]);
    expect(rest?.conclusion).toEqual(whole?.conclusion);
    expect((await getNews(id, ada, -5))?.recording.facts).toHaveLength(last);
  });

  it("says what follows from it when something happened since, its end too, and not again", async () => {
    const id = await start(ada);
    await eventually(async () => expect(await facts(id)).toBeGreaterThan(3));
    const seen = (await getRun(id, ada))?.seq ?? 0;
    expect((await getNews(id, ada, seen))?.conclusion).toBeNull();
    await stopRun(id, ada);
    const lastFact = (await getRun(id, ada))?.recording.facts.at(-1)?.seq ?? 0;
    expect((await getNews(id, ada, lastFact))?.conclusion?.verdicts).toBeDefined();
    const over = await getRun(id, ada);
    expect(over?.seq).toBe(lastFact + 1);
    expect(await getNews(id, ada, lastFact + 1)).toMatchObject({
      ...{ conclusion: null, status: "stopped", seq: lastFact + 1 },
      recording: { facts: [], lanes: over?.recording.lanes },
    });
    await eventually(() => expect(stored(id)?.status).toBe("stopped"));
    await (await presentRegistry())?.remove(id);
    expect(await getRun(id, ada)).toMatchObject({ live: false, seq: lastFact + 1 });
    expect((await getRun(id, ada))?.conclusion).toEqual(over?.conclusion);
    expect((await getNews(id, ada, lastFact + 1))?.conclusion).toBeNull();
  });

  it("is what it is once it has ended, whatever its credentials are used for", async () => {
    const id = await start(ada);
    await eventually(async () => expect(await facts(id)).toBeGreaterThan(3));
    await stopRun(id, ada);
    const whole = await getRun(id, ada);
    const live = (await presentRegistry())?.find(id);
    const cookie = live?.stage.jar("phone", "jwt-denylist").header();
    const from = { ip: "192.0.2.1", userAgent: "curl", body: {}, cookie };
    const refreshed = await live?.answerOutside({
      ...{ ...from, method: "POST", lane: "jwt-denylist", resource: "refresh" },
    });
    expect(refreshed).toMatchObject({ status: 200 });
    live?.stage.note({ act: "late", label: "Late" });
    const after = await getRun(id, ada);
    expect(after?.recording).toEqual(whole?.recording);
    expect([after?.conclusion, after?.score]).toEqual([whole?.conclusion, whole?.score]);
  });
});

describe("a start", () => {
  it("of a second run is refused in words, and names the one that is going on", async () => {
    const id = await start(ada);
    const refused = await startRun("revocation", {}, {}, ada);
    expect(refused).toEqual({
      refused: "busy",
      runId: id,
      message: expect.stringContaining("a run going on"),
    });
    expect((await runsOf(ada)).map((run) => run.id)).toEqual([id]);
    await stopRun(id, ada);
    await stopRun(await start(ada), ada);
  });

  it("made twice at once begins once, and one row is kept", async () => {
    const results = await Promise.all([1, 2, 3].map(() => startRun("revocation", {}, {}, ada)));
    expect(results.filter((result) => "id" in result)).toHaveLength(1);
    expect(await runsOf(ada)).toHaveLength(1);
    for (const { id } of await runsOf(ada)) await deleteRun(id, ada);
  });

  it.each([
    ["an unknown choice", { event: "nothing" }, ["event"]],
    [
      "names that every object has",
      { event: "constructor", shortSeconds: "__proto__" },
      ["event", "shortSeconds"],
    ],
    [
      "figures beyond their bounds",
      { aloneSeconds: "1e9", cacheSeconds: "-1" },
      ["aloneSeconds", "cacheSeconds"],
    ],
    ["values of other types", { event: ["sign-out"], shortSeconds: {} }, ["event", "shortSeconds"]],
    [
      "figures that are none",
      { aloneSeconds: "NaN", cacheSeconds: "Infinity" },
      ["aloneSeconds", "cacheSeconds"],
    ],
  ])("with %s is refused by field, and nothing begins", async (_, params, fields) => {
    const refused = await startRun("revocation", params, {}, ada);
    expect(refused).toMatchObject({ refused: "invalid" });
    expect(Object.keys("fields" in refused ? (refused.fields ?? {}) : {}).sort()).toEqual(fields.sort());
    expect(await runsOf(ada)).toEqual([]);
    await deleteRun(await start(ada, { event: "disable-user", cacheSeconds: "2" }), ada);
  });

  it("keeps predictions only for questions that are put and options that are offered", async () => {
    const odd = JSON.parse('{"__proto__":"refused","constructor":"accepted"}');
    const predictions = {
      session: "refused",
      "jwt-alone": "maybe",
      other: "refused",
      "jwt-short": ["x"],
      ...odd,
    };
    const id = await start(ada, JSON.parse('{"__proto__":{"event":"x"},"more":"x"}'), predictions);
    expect(await getRun(id, ada)).toMatchObject({ predictions: { session: "refused" } });
    expect(stored(id)?.predictions).toEqual({ session: "refused" });
    expect(Object.keys(stored(id)?.params ?? {})).not.toContain("more");
    await deleteRun(id, ada);
  });

  it("that cannot be written down leaves no run behind", async () => {
    const { sqlite } = labs.runtime.database;
    sqlite.exec("CREATE TRIGGER full BEFORE INSERT ON lab_runs BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    const registry = await runRegistry();
    const find = vi.spyOn(registry, "remove");
    await expect(startRun("revocation", {}, {}, ada)).rejects.toThrow("disk full");
    sqlite.exec("DROP TRIGGER full");
    expect(await hasWorld(String(find.mock.calls[0]?.[0]))).toBe(false);
    find.mockRestore();
    await deleteRun(await start(ada), ada);
  });
});

describe("when the app's store fails", () => {
  it("while a run goes on, the run is stored as soon as the store is back", async () => {
    const { sqlite } = labs.runtime.database;
    const id = await start(ada);
    await eventually(async () => expect(await facts(id)).toBeGreaterThan(3));
    sqlite.exec("ALTER TABLE lab_runs RENAME TO elsewhere");
    await (await presentRegistry())?.find(id)?.stop();
    await expect(getRun(id, ada)).rejects.toThrow("no such table");
    sqlite.exec("ALTER TABLE elsewhere RENAME TO lab_runs");
    expect(stored(id)?.status).toBe("running");
    await eventually(() => expect(stored(id)?.status).toBe("stopped"));
    const row = stored(id);
    expect(row && labs.runtime.labRuns.recordingOf(row)?.facts.length).toBeGreaterThan(0);
  });

  it("with a server that went down, a run that was going on shows as interrupted", async () => {
    const id = await start(ada, {}, { session: "refused" });
    const registry = await presentRegistry();
    // The row stays as a killed process leaves it.
    const run = registry?.find(id);
    const ended = vi.spyOn(labs.runtime.labRuns, "end").mockResolvedValue();
    await registry?.remove(id);
    await run?.ended;
    await eventually(() => expect(ended).toHaveBeenCalled());
    ended.mockRestore();
    expect(stored(id)?.status).toBe("running");
    expect(await getRun(id, bob)).toMatchObject({
      ...{ status: "interrupted", live: false, acts: [], score: null },
      recording: { facts: [], lanes: [] },
      conclusion: { verdicts: [] },
    });
    expect(await runsOf(ada)).toMatchObject([{ id, status: "interrupted" }]);
    expect(await stopRun(id, ada)).toBe(false);
    expect(await deleteRun(id, ada)).toBe(true);
  });
});

describe("without demonstrations", () => {
  it("there are no labs, and no lab server is started by looking for one", async () => {
    const id = await start(ada);
    await stopRun(id, ada);
    await eventually(() => expect(stored(id)?.status).toBe("stopped"));
    const symbol = Symbol.for("coatcheck.labs");
    const present = Reflect.get(globalThis, symbol);
    Reflect.deleteProperty(globalThis, symbol);
    labs.runtime.config.demo = false;
    expect(await startRun("revocation", {}, {}, ada)).toMatchObject({ refused: "invalid" });
    expect([await getRun(id, ada), await runsOf(ada), await exportRun(id, "json", ada)]).toEqual([
      null,
      [],
      null,
    ]);
    expect([await stopRun(id, ada), await deleteRun(id, ada), await curlFor(id, CURL, ada)]).toEqual([
      ...[false, false, null],
    ]);
    expect(presentRegistry()).toBeUndefined();
    labs.runtime.config.demo = true;
    Reflect.set(globalThis, symbol, present);
    expect(await getRun(id, ada)).toMatchObject({ status: "stopped" });
  });
});
