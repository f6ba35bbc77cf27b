import { expect, it } from "vitest";
import type { SignedIn } from "@/lib/http/signed-in";
import type { RunView } from "../contract";
import { actOnRun, stopRun } from "../runs/own";
import { getRun } from "../runs/read";
import { startRun } from "../runs/start";
import { useLabs } from "../testing/runs";
import { clock } from "./manifest";
import { type ClockLine, readLines } from "./shared/line";

// The clock's lab as it is run: real requests, limits of hours and days, in seconds.

const labs = useLabs();

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Every sign-in by its name; all of them must have ended as their policy says. */
function linesOf(run: RunView): Record<string, ClockLine> {
  const lines = readLines(run.conclusion.detail);
  expect(lines).toHaveLength(6);
  expect(lines.filter(({ agrees }) => !agrees)).toEqual([]);
  return Object.fromEntries(lines.map((line) => [`${line.lane} ${line.device}`, line]));
}

it("a working day ends the session in use at its absolute limit and the other unused; a refreshed JWT goes on", async () => {
  const predictions = { "session-used": "absolute", "jwt-refresh-used": "idle", "jwt-alone-alone": "expiry" };
  const run = await labs.run("clock", { pace: "at-once" }, predictions);
  expect(run).toMatchObject({ status: "finished", failure: null, score: { right: 2, of: 3 } });
  const lines = linesOf(run);
  expect(run.conclusion.answers).toEqual({
    "session-used": "absolute",
    "session-alone": "idle",
    "jwt-alone-used": "expiry",
    "jwt-alone-alone": "expiry",
    "jwt-refresh-used": "alive",
    "jwt-refresh-alone": "alive",
  });
  // Used every ten minutes: accepted to the last of them before twelve hours, then never again.
  expect(lines["session used"]).toMatchObject({ asked: 76, accepted: 71 });
  expect(lines["session used"]?.refusedAt).toBeGreaterThanOrEqual(12 * HOUR - 1000);
  expect(lines["session used"]?.refusedAt).toBeLessThan(12 * HOUR + MINUTE);
  expect(lines["session used"]).toMatchObject({ reason: "expired", endedBy: "absolute", browserDrops: true });
  // The server's own word as soon as the limit is over, with a cookie that a browser would still have sent.
  expect(lines["session alone"]).toMatchObject({ accepted: 0, end: { by: "idle" }, endedBy: "idle" });
  expect(lines["session alone"]).toMatchObject({ reason: "idle_timeout", browserDrops: false });
  expect(lines["session alone"]?.refusedAt).toBeGreaterThanOrEqual(30 * MINUTE);
  expect(lines["session alone"]?.refusedAt).toBeLessThan(31 * MINUTE);
  // Ten minutes old and accepted, twenty and refused: by the server, whatever a browser would have thrown away.
  expect(lines["jwt-alone used"]).toMatchObject({ accepted: 1, reason: "expired" });
  expect(lines["jwt-refresh used"]).toMatchObject({ asked: 75, accepted: 75, refusedAt: null });
  const renewed = run.recording.facts.filter(
    (fact) => fact.kind === "answer" && fact.lane === "jwt-refresh" && fact.renewed,
  );
  expect(renewed.length).toBeGreaterThan(30);
});

it("a break and a weekend end what was used until then; a month is beyond every limit", async () => {
  const lunch = linesOf(await labs.run("clock", { scenario: "lunch", pace: "at-once" }));
  expect(lunch["session used"]).toMatchObject({ accepted: 18, end: { by: "idle" }, reason: "idle_timeout" });
  expect(lunch["session alone"]).toMatchObject({ accepted: 0, reason: "idle_timeout" });
  expect(lunch["jwt-refresh used"]).toMatchObject({ refusedAt: null });

  const weekend = linesOf(await labs.run("clock", { scenario: "weekend", pace: "at-once" }));
  expect(weekend["session used"]).toMatchObject({ accepted: 48, end: { by: "idle" } });
  expect(weekend["jwt-refresh alone"]).toMatchObject({ accepted: 1, refusedAt: null });

  const month = linesOf(await labs.run("clock", { scenario: "month", pace: "at-once" }));
  // Exchanged every day, and over after thirty of them all the same: refreshing extends nothing absolute.
  expect(month["jwt-refresh used"]).toMatchObject({ accepted: 29, end: { by: "absolute" } });
  expect(month["jwt-refresh alone"]).toMatchObject({ accepted: 0, end: { by: "idle" } });
});

it("limits are those that were chosen", async () => {
  const chosen = { idleMinutes: "5", refreshIdleDays: "1", refreshAbsoluteDays: "2", accessMinutes: "60" };
  const run = await labs.run("clock", { ...chosen, scenario: "weekend", pace: "at-once" });
  const lines = linesOf(run);
  expect(lines["session used"]).toMatchObject({ accepted: 0, end: { by: "idle" } });
  expect(lines["jwt-alone used"]).toMatchObject({ accepted: 5, end: { by: "expiry" } });
  expect(lines["jwt-refresh used"]).toMatchObject({ accepted: 48, end: { by: "idle" } });
  const refused = await startRun(labs.runtime, "clock", { idleMinutes: "0" }, {}, await labs.person());
  expect(refused).toMatchObject({ refused: "invalid", fields: { idleMinutes: "At least 1 minute." } });
});

it("by hand: the clock is wound for this run alone, by its owner alone; the app's own time goes on", async () => {
  const current = await labs.person();
  const stranger = await labs.person();
  const ours = await start(current);
  const theirs = await start(stranger);
  const issued = await labs.runtime.auth.modes.session.list(current.principal.userId);

  expect(await actOnRun(labs.runtime, ours, "wind-12h", {}, stranger)).toBe(false);
  expect(await actOnRun(labs.runtime, ours, "no-such-act", {}, current)).toBe(false);
  // One after the other: two hours.
  const uses = [1, 2].map(() => actOnRun(labs.runtime, ours, "use-1h", {}, current));
  expect(await Promise.all(uses)).toEqual([true, true]);
  for (const act of ["wind-12h", "ask-alone"])
    expect(await actOnRun(labs.runtime, ours, act, {}, current)).toBe(true);
  for (const id of [ours, theirs]) await stopRun(labs.runtime, id, id === ours ? current : stranger);

  const wound = await getRun(labs.runtime, ours, current);
  const answers = wound?.recording.facts.filter(({ kind }) => kind === "answer") ?? [];
  expect(new Set(answers.slice(-3).map(({ ahead }) => ahead))).toEqual(new Set([14 * 3600]));
  expect(wound?.conclusion.answers).toMatchObject({ "session-used": "idle", "session-alone": "idle" });
  // Stopped before its end: nobody knows who would have been signed in to it.
  expect(wound?.conclusion.answers).toMatchObject({ "jwt-refresh-used": null, "jwt-refresh-alone": null });
  const untouched = await getRun(labs.runtime, theirs, stranger);
  expect(untouched?.recording.facts.every(({ ahead }) => ahead === undefined)).toBe(true);
  expect(Object.values(untouched?.conclusion.answers ?? {})).toEqual([null, null, null, null, null, null]);

  expect(labs.runtime.labs.find(ours)?.stage.world.clock.aheadSeconds).toBe(14 * 3600);
  expect(labs.runtime.labs.find(theirs)?.stage.world.clock.aheadSeconds).toBe(0);
  // Fourteen hours would have ended the reader's own session; nothing of the app has noticed them.
  expect(await labs.runtime.auth.modes.session.list(current.principal.userId)).toEqual(issued);
  expect(await labs.runtime.auth.modes.session.verify(current.token)).toMatchObject({ active: true });
});

it("a run by hand that comes to its own end tells who is signed in to it", async () => {
  const current = await labs.person();
  const id = await start(current);
  const stage = labs.runtime.labs.find(id)?.stage;
  const plan = clock.plan({ scenario: "by-hand" });
  const last = plan.schedule.at(-1);
  if (!stage || !last) throw new Error("There is no run, or it has no end.");
  expect(plan.seconds * 1000 - last.at).toBe(1000);
  await actOnRun(labs.runtime, id, "wind-10m", {}, current);
  await last.run(stage);
  await stopRun(labs.runtime, id, current);
  const run = await getRun(labs.runtime, id, current);
  expect(Object.values(run?.conclusion.answers ?? {})).toEqual(Array.from({ length: 6 }, () => "alive"));
});

async function start(current: SignedIn): Promise<string> {
  const started = await startRun(labs.runtime, "clock", { scenario: "by-hand" }, {}, current);
  if (!("id" in started)) throw new Error(started.message);
  await hasAnswers(started.id);
  return started.id;
}

/** One from each lane: what is asked first is asked in all of them. */
async function hasAnswers(id: string): Promise<void> {
  const run = labs.runtime.labs.find(id);
  while ((run?.recording(0).facts.filter(({ kind }) => kind === "answer").length ?? 3) < 3)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

it("a scenario that is stopped ends at once, what it had seen is concluded, and only that is scored", async () => {
  const current = await labs.person();
  const predictions = { "session-used": "idle", "jwt-refresh-used": "alive", "jwt-refresh-alone": "alive" };
  const started = await startRun(labs.runtime, "clock", { scenario: "month" }, predictions, current);
  if (!("id" in started)) throw new Error(started.message);
  await hasAnswers(started.id);
  const before = performance.now();
  await stopRun(labs.runtime, started.id, current);
  expect(performance.now() - before).toBeLessThan(1000);
  const stopped = await getRun(labs.runtime, started.id, current);
  expect(stopped).toMatchObject({ status: "stopped", score: { right: 1, of: 1 } });
  if (stopped) linesOf(stopped);
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect((await getRun(labs.runtime, started.id, current))?.recording.facts).toHaveLength(
    stopped?.recording.facts.length ?? -1,
  );
});
