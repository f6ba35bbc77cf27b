import { expect, it } from "vitest";
import type { SignedIn } from "@/lib/http/signed-in";
import { eventually } from "@/lib/web/testing/eventually";
import type { LiveRun } from "../engine/live-run";
import { LAB_COOKIES } from "../engine/world/lab-cookies";
import { actOnRun, stopRun } from "../runs/own";
import { getRun } from "../runs/read";
import { startRun } from "../runs/start";
import { useLabs } from "../testing/runs";
import { GRACES, graceLane, NO_ROTATION, REFRESHING } from "./lanes";
import { ACT, type LaneStory } from "./shared/family";
import { storiesOf } from "./shared/story";

// A theft in the reader's own hands: the acts, the curl line, and what a stolen credential is worth elsewhere.

const labs = useLabs();

/** A run without a schedule, and its person's hands. */
async function inHand() {
  const current: SignedIn = await labs.person();
  const started = await startRun(labs.runtime, "theft", { scenario: "free" }, {}, current);
  if (!("id" in started)) throw new Error(started.message);
  const run = labs.runtime.labs.find(started.id);
  if (!run) throw new Error("The run is not there.");
  return {
    run,
    act: (name: string) => actOnRun(labs.runtime, run.id, name, {}, current),
    async story(lane: string): Promise<LaneStory> {
      const view = await getRun(labs.runtime, run.id, current);
      const story = view && storiesOf(view.recording).find((candidate) => candidate.lane === lane);
      if (!story) throw new Error(`There is no lane ${lane}.`);
      return story;
    },
    stop: () => stopRun(labs.runtime, run.id, current),
  };
}

const asThief = (run: LiveRun, lane: string, resource: string, from = lane) => ({
  method: resource === "me" ? "GET" : "POST",
  lane,
  resource,
  body: {},
  cookie: run.stage.jar("thief", from).header(),
  ip: "127.0.0.1",
  userAgent: "curl/8.5.0",
});

const statusOf = (answer: Awaited<ReturnType<LiveRun["answer"]>>): number | null =>
  answer && answer !== "too_many" ? answer.status : null;

it("the reader steals, refreshes and ends it by hand, and a run that is stopped is told all the same", async () => {
  const { act, story, stop } = await inHand();
  expect((await story("session")).thief.firstInAt).toBeNull();
  for (const name of ["thief-copies", "thief-refreshes", "owner-refreshes"])
    expect(await act(name)).toBe(true);
  expect(await story(graceLane(0))).toMatchObject({ notices: [{ by: "owner", token: "R1" }] });
  for (const grace of [10, 30]) {
    const { notices, tokens } = await story(graceLane(grace));
    expect([notices.length, tokens.length]).toEqual([0, 2]);
  }
  expect(await act("owner-signs-out")).toBe(true);
  await eventually(async () =>
    expect(await story("session")).toMatchObject({ thief: { inAtEnd: false }, owner: { inAtEnd: false } }),
  );
  expect((await story(NO_ROTATION)).thief.inAtEnd).toBe(true);
  await stop();
  expect(await act("thief-copies")).toBe(false);
  expect((await story("session")).thief.outAt).not.toBeNull();
});

it("a new password asked for by an owner who is signed out changes nothing, and the run goes on", async () => {
  const { run, act, stop } = await inHand();
  await act("owner-signs-out");
  await act("owner-changes-password");
  const marks = run.recording(0).facts.filter((fact) => fact.kind === "mark");
  expect(marks.at(-1)).toMatchObject({ act: ACT.password, ok: false });
  expect(run.status).toBe("running");
  await stop();
});

it("an act is recorded as done where it was, and as failed where it was refused or found nothing", async () => {
  const { run, act, story, stop } = await inHand();
  /** By lane, of the last time it was done. */
  const outcome = (name: string) => {
    const marks = run.recording(0).facts.filter((fact) => fact.kind === "mark" && fact.act === name);
    return Object.fromEntries(marks.map((mark) => [mark.lane, mark.kind === "mark" && mark.ok]));
  };
  const everywhere = (ok: boolean) => Object.fromEntries(run.stage.laneIds.map((lane) => [lane, ok]));
  const refreshing = (ok: boolean) => Object.fromEntries(REFRESHING.map((lane) => [lane, ok]));

  await act("owner-refreshes");
  await act("thief-copies");
  await act("owner-signs-out");
  expect(outcome(ACT.refresh)).toEqual(refreshing(true));
  expect(outcome(ACT.copy)).toEqual(everywhere(true));
  expect(outcome(ACT.signOut)).toEqual(everywhere(true));
  const copiedAt = (await story("session")).copiedAt;
  const stolen = run.stage.jar("thief", "jwt-alone").header();

  for (const name of ["thief-refreshes", "owner-refreshes", "thief-copies", "owner-signs-out"])
    await act(name);
  expect(outcome(ACT.refresh)).toEqual(refreshing(false));
  expect(outcome(ACT.copy)).toEqual(everywhere(false));
  expect(outcome(ACT.signOut)).toEqual(everywhere(false));
  // What failed took nothing from the thief, and is no second theft.
  expect(run.stage.jar("thief", "jwt-alone").header()).toBe(stolen);
  expect((await story("session")).copiedAt).toBe(copiedAt);
  await stop();
});

it("the password can be changed again and again, and the thief come back with a new copy", async () => {
  const { run, act, story, stop } = await inHand();
  for (const name of ["thief-copies", "owner-changes-password", "owner-changes-password", "thief-copies"])
    expect(await act(name)).toBe(true);
  for (const { id } of run.recording(0).lanes)
    await eventually(async () =>
      expect(await story(id)).toMatchObject({ thief: { inAtEnd: true }, owner: { inAtEnd: true } }),
    );
  await stop();
});

it("what a terminal exchanges with the thief’s cookies is counted, and the owner’s next use gives it away", async () => {
  const { run, act, story, stop } = await inHand();
  await act("thief-copies");
  for (const grace of GRACES)
    expect(statusOf(await run.answerOutside(asThief(run, graceLane(grace), "refresh")))).toBe(200);
  await act("owner-refreshes");
  expect(await story(graceLane(0))).toMatchObject({
    terminal: [expect.any(Number)],
    notices: [{ by: "owner" }],
  });
  expect(await story(graceLane(10))).toMatchObject({ terminal: [expect.any(Number)], notices: [] });
  await stop();
});

it("a stolen credential opens its own lane, and no other lane, no other run and not the app", async () => {
  const { run, act, stop } = await inHand();
  const other = await inHand();
  await act("thief-copies");
  const lanes = run.recording(0).lanes;
  for (const { id: own, mode } of lanes) {
    expect(statusOf(await run.answer(asThief(run, own, "me")))).toBe(200);
    for (const { id: lane } of lanes.filter(({ id }) => id !== own)) {
      expect(statusOf(await run.answer(asThief(run, lane, "me", own)))).toBe(401);
      expect(statusOf(await run.answer(asThief(run, lane, "refresh", own)))).toBe(401);
    }
    expect(statusOf(await other.run.answer(asThief(run, own, "me")))).toBe(401);
    const jar = run.stage.jar("thief", own);
    const { token, refresh } = LAB_COOKIES[mode];
    const app = labs.runtime.auth.modes[mode];
    expect(await app.verify(jar.value(token) ?? "")).toMatchObject({ active: false });
    const held = { token: null, refreshToken: refresh && jar.value(refresh) };
    const policy = lanes[0]?.policy;
    if (!policy) throw new Error("There are lanes.");
    const client = { ip: "127.0.0.1", userAgent: "curl/8.5.0" };
    expect((await app.refresh(held, client, () => policy)).kind).toBe("denied");
    expect(statusOf(await run.answer(asThief(run, own, "me")))).toBe(200);
  }
  await stop();
  await other.stop();
});
