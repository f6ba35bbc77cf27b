import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { SignedIn } from "@/lib/http/signed-in";
import { eventually } from "@/lib/web/testing/eventually";
import { createRegistry } from "../engine/run-registry";
import { type TestLabs, useLabs } from "../testing/runs";
import { curlFor } from "./curl";
import { actOnRun, deleteRun, stopRun } from "./own";
import { getNews, getRun, listRuns } from "./read";
import { startRun } from "./start";

// What pages and handlers may do with runs: whose they are, what a start takes, and what becomes of a run when
// the app's store or its server fails.

const CURL = { lane: "session", device: "copy", resource: "me" } as const;

const labs = useLabs();
let runtime: TestLabs["runtime"];
let ada: SignedIn;
let bob: SignedIn;
beforeAll(async () => {
  runtime = labs.runtime;
});
beforeEach(async () => {
  [ada, bob] = [await labs.person(), await labs.person()];
});

async function start(current: SignedIn, params: Record<string, unknown> = {}, predictions = {}) {
  const result = await startRun(runtime, "revocation", params, predictions, current);
  if (!("id" in result)) throw new Error(result.message);
  return result.id;
}
const hasWorld = async (id: string) => runtime.labs.find(id) !== undefined;
const runsOf = async (who: SignedIn) => (await listRuns(runtime, who, undefined, { limit: 50 })).runs;
const facts = async (id: string) => (await getRun(runtime, id, ada))?.recording.facts.length;
const stored = (id: string) => runtime.labRuns.find(id);

describe("a run", () => {
  it("is seen by everybody who has its address, and touched by its owner only", async () => {
    const id = await start(ada);
    expect(await getRun(runtime, id, ada)).toMatchObject({ mine: true, status: "running", live: true });
    expect(await getRun(runtime, id, bob)).toMatchObject({ mine: false, status: "running" });
    expect(await curlFor(runtime, id, CURL, bob)).toBeNull();
    expect([
      await stopRun(runtime, id, bob),
      await actOnRun(runtime, id, "x", {}, bob),
      await deleteRun(runtime, id, bob),
    ]).toEqual([false, false, false]);
    expect(await getRun(runtime, id, ada)).toMatchObject({ status: "running" });
    expect([await runsOf(bob), (await runsOf(ada)).map((run) => run.id)]).toEqual([[], [id]]);

    expect(await curlFor(runtime, id, CURL, ada)).toContain("__Host-lab-session=");
    expect(await stopRun(runtime, id, ada)).toBe(true);
    expect(await getRun(runtime, id, bob)).toMatchObject({ status: "stopped" });
    expect(await deleteRun(runtime, id, ada)).toBe(true);
    expect([await getRun(runtime, id, ada), await getRun(runtime, id, bob), await hasWorld(id)]).toEqual([
      null,
      null,
      false,
    ]);
  });

  it("that nobody has is nowhere", async () => {
    for (const id of ["A".repeat(22), "__proto__", "constructor", "", "' OR 1=1 --"]) {
      expect(await getRun(runtime, id, ada)).toBeNull();
      expect([
        await curlFor(runtime, id, CURL, ada),
        await stopRun(runtime, id, ada),
        await deleteRun(runtime, id, ada),
      ]).toEqual([null, false, false]);
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
      expect(await curlFor(runtime, id, { ...CURL, device, lane }, ada)).toBeNull();
    expect(await curlFor(runtime, id, CURL, ada)).toContain(`/api/labs/live/${id}/session/me'`);
    expect(await actOnRun(runtime, id, "__proto__", {}, ada)).toBe(false);
    await deleteRun(runtime, id, ada);
    expect(await curlFor(runtime, id, CURL, ada)).toBeNull();
  });

  it("sends only what is new to whoever has seen the rest, and concludes from all of it", async () => {
    const id = await start(ada);
    await eventually(async () => expect(await facts(id)).toBeGreaterThan(3));
    await stopRun(runtime, id, ada);
    const whole = await getRun(runtime, id, ada);
    const last = whole?.recording.facts.at(-1)?.seq ?? 0;
    expect(last).toBeGreaterThan(1);
    const rest = await getNews(runtime, id, ada, last - 1);
    expect(rest?.recording.facts.map(({ seq }) => seq)).toEqual([last]);
    expect(rest?.conclusion).toEqual(whole?.conclusion);
    expect((await getNews(runtime, id, ada, -5))?.recording.facts).toHaveLength(last);
  });

  it("says what follows from it when something happened since, its end too, and not again", async () => {
    const id = await start(ada);
    await eventually(async () => expect(await facts(id)).toBeGreaterThan(3));
    const seen = (await getRun(runtime, id, ada))?.seq ?? 0;
    expect((await getNews(runtime, id, ada, seen))?.conclusion).toBeNull();
    await stopRun(runtime, id, ada);
    const lastFact = (await getRun(runtime, id, ada))?.recording.facts.at(-1)?.seq ?? 0;
    expect((await getNews(runtime, id, ada, lastFact))?.conclusion?.verdicts).toBeDefined();
    const over = await getRun(runtime, id, ada);
    expect(over?.seq).toBe(lastFact + 1);
    expect(await getNews(runtime, id, ada, lastFact + 1)).toMatchObject({
      conclusion: null,
      status: "stopped",
      seq: lastFact + 1,
      recording: { facts: [], lanes: over?.recording.lanes },
    });
    await eventually(async () => expect((await stored(id))?.status).toBe("stopped"));
    await runtime.labs.remove(id);
    expect(await getRun(runtime, id, ada)).toMatchObject({ live: false, seq: lastFact + 1 });
    expect((await getRun(runtime, id, ada))?.conclusion).toEqual(over?.conclusion);
    expect((await getNews(runtime, id, ada, lastFact + 1))?.conclusion).toBeNull();
  });

  it("is what it is once it has ended, whatever its credentials are used for", async () => {
    const id = await start(ada);
    await eventually(async () => expect(await facts(id)).toBeGreaterThan(3));
    await stopRun(runtime, id, ada);
    const whole = await getRun(runtime, id, ada);
    const live = runtime.labs.find(id);
    const cookie = live?.stage.jar("phone", "jwt-denylist").header();
    const from = { ip: "192.0.2.1", userAgent: "curl", body: {}, cookie };
    const refreshed = await live?.answerOutside({
      ...from,
      method: "POST",
      lane: "jwt-denylist",
      resource: "refresh",
    });
    expect(refreshed).toMatchObject({ status: 200 });
    live?.stage.note({ act: "late", label: "Late" });
    const after = await getRun(runtime, id, ada);
    expect(after?.recording).toEqual(whole?.recording);
    expect([after?.conclusion, after?.score]).toEqual([whole?.conclusion, whole?.score]);
  });
});

describe("a start", () => {
  it("made twice at once begins once, and one row is kept", async () => {
    const results = await Promise.all([1, 2, 3].map(() => startRun(runtime, "revocation", {}, {}, ada)));
    expect(results.filter((result) => "id" in result)).toHaveLength(1);
    expect(await runsOf(ada)).toHaveLength(1);
    for (const { id } of await runsOf(ada)) await deleteRun(runtime, id, ada);
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
    expect(await getRun(runtime, id, ada)).toMatchObject({ predictions: { session: "refused" } });
    expect((await stored(id))?.predictions).toEqual({ session: "refused" });
    expect(Object.keys((await stored(id))?.params ?? {})).not.toContain("more");
    await deleteRun(runtime, id, ada);
  });

  it("that cannot be written down leaves no run behind", async () => {
    const { sqlite } = labs.database;
    sqlite.exec("CREATE TRIGGER full BEFORE INSERT ON lab_runs BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    const find = vi.spyOn(runtime.labs, "remove");
    await expect(startRun(runtime, "revocation", {}, {}, ada)).rejects.toMatchObject({
      code: "store_unavailable",
    });
    sqlite.exec("DROP TRIGGER full");
    expect(await hasWorld(String(find.mock.calls[0]?.[0]))).toBe(false);
    find.mockRestore();
    await deleteRun(runtime, await start(ada), ada);
  });
});

describe("when the app's store fails", () => {
  it("while a run goes on, the run is stored as soon as the store is back", async () => {
    const { sqlite } = labs.database;
    const id = await start(ada);
    await eventually(async () => expect(await facts(id)).toBeGreaterThan(3));
    sqlite.exec("ALTER TABLE lab_runs RENAME TO elsewhere");
    await runtime.labs.find(id)?.stop();
    await expect(getRun(runtime, id, ada)).rejects.toMatchObject({ code: "store_unavailable" });
    sqlite.exec("ALTER TABLE elsewhere RENAME TO lab_runs");
    expect((await stored(id))?.status).toBe("running");
    await eventually(async () => expect((await stored(id))?.status).toBe("stopped"));
    const row = await stored(id);
    expect(row && (await runtime.labRuns.recordingOf(row))?.facts.length).toBeGreaterThan(0);
  });

  it("with a server that went down, a run that was going on shows as interrupted", async () => {
    const id = await start(ada, {}, { session: "refused" });
    // The row stays as a killed process leaves it.
    const run = runtime.labs.find(id);
    const ended = vi.spyOn(runtime.labRuns, "end").mockResolvedValue();
    await runtime.labs.remove(id);
    await run?.ended;
    await eventually(() => expect(ended).toHaveBeenCalled());
    ended.mockRestore();
    expect((await stored(id))?.status).toBe("running");
    expect(await getRun(runtime, id, bob)).toMatchObject({
      status: "interrupted",
      live: false,
      acts: [],
      score: null,
      recording: { facts: [], lanes: [] },
      conclusion: { verdicts: [] },
    });
    expect(await runsOf(ada)).toMatchObject([{ id, status: "interrupted" }]);
    expect(await stopRun(runtime, id, ada)).toBe(false);
    expect(await deleteRun(runtime, id, ada)).toBe(true);
  });
});

describe("without demonstrations", () => {
  it("there are no labs, and no lab server is started by looking for one", async () => {
    const id = await start(ada);
    await stopRun(runtime, id, ada);
    await eventually(async () => expect((await stored(id))?.status).toBe("stopped"));
    const { labs: present, config } = runtime;
    runtime.labs = createRegistry({ ...config, tables: () => [] });
    config.demo = false;
    expect(await startRun(runtime, "revocation", {}, {}, ada)).toMatchObject({ refused: "invalid" });
    expect([await getRun(runtime, id, ada), await runsOf(ada)]).toEqual([null, []]);
    expect([
      await stopRun(runtime, id, ada),
      await deleteRun(runtime, id, ada),
      await curlFor(runtime, id, CURL, ada),
    ]).toEqual([false, false, null]);
    expect(runtime.labs.port).toBeNull();
    config.demo = true;
    runtime.labs = present;
    expect(await getRun(runtime, id, ada)).toMatchObject({ status: "stopped" });
  });
});
