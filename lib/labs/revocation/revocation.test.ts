import { beforeAll, describe, expect, it } from "vitest";
import type { Effect, Guarantees } from "@/lib/auth/contract";
import { eventually } from "@/lib/web/testing/eventually";
import type { RecordedLane, RunView } from "../contract";
import { stopRun } from "../runs/own";
import { getRun } from "../runs/read";
import { startRun } from "../runs/start";
import { around, aSecondLater, expectPromise } from "../testing/judge";
import { useLabs } from "../testing/runs";
import { EVENT_NAMES, type EventName } from "./events";

// The stopwatch as people run it: every event in every lane, by real requests, beside what the modes promise.

const SHORT = { aloneSeconds: "8", cacheSeconds: "1", shortSeconds: "2" };
const LANES = [
  "session",
  "session-cached",
  "jwt-alone",
  "jwt-short",
  "jwt-denylist",
  "jwt-version",
  "jwt-introspection",
] as const;
type Lane = (typeof LANES)[number];
/** What somebody says who believes that a sign-out ends everything. */
const BELIEVED = Object.fromEntries(LANES.map((lane) => [lane, "refused"]));

const labs = useLabs();
let runs: Map<EventName, RunView>;

beforeAll(async () => {
  const views = EVENT_NAMES.map(
    async (event) => [event, await labs.run("revocation", { event, ...SHORT }, BELIEVED)] as const,
  );
  runs = new Map(await Promise.all(views));
}, 40_000);

const promise = (of: (guarantees: Guarantees) => Effect) =>
  Object.fromEntries(LANES.map((lane) => [lane, of])) as Record<Lane, (guarantees: Guarantees) => Effect>;

/** Where the contract speaks, its own word; elsewhere what is to be expected. */
const EXPECTED: Record<EventName, Record<Lane, ((guarantees: Guarantees) => Effect) | Effect | "never">> = {
  "sign-out": promise((g) => g.revokeOne),
  "end-device": promise((g) => g.revokeOne),
  "sign-out-everywhere": promise((g) => g.revokeAll),
  "disable-user": promise((g) => g.revokeAll),
  "change-password": promise((g) => g.revokeAll),
  "delete-row": {
    ...promise((g) => g.revokeOne),
    "jwt-alone": "at_expiry",
    "jwt-short": "at_expiry",
    "jwt-denylist": "at_expiry",
    "jwt-version": "at_expiry",
  },
  "rotate-key": {
    session: "never",
    "session-cached": "never",
    "jwt-alone": "at_expiry",
    "jwt-short": "never",
    "jwt-denylist": "never",
    "jwt-version": "never",
    "jwt-introspection": "never",
  },
  "remove-key": {
    session: "never",
    "session-cached": "never",
    "jwt-alone": "immediate",
    "jwt-short": "immediate",
    "jwt-denylist": "immediate",
    "jwt-version": "immediate",
    "jwt-introspection": "immediate",
  },
};

/** Two seconds of lifetime, refreshed: what is left of it at the event is between nothing and all. */
const LEFT_TO_CHANCE = new Set(
  EVENT_NAMES.filter((event) => event !== "rotate-key").map((event) => `${event} jwt-short`),
);

function runOf(event: EventName): RunView {
  const run = runs.get(event);
  if (!run) throw new Error(`${event} was not run.`);
  return run;
}

/** What the mode itself promises under the lane's policy, not what the run has written down of it. */
function expected(event: EventName, lane: RecordedLane): Effect | "never" {
  const effect = EXPECTED[event][lane.id as Lane];
  const { auth } = labs.runtime;
  return typeof effect === "function" ? effect(auth.modes[lane.mode].guarantees(lane.policy)) : effect;
}

describe.each(EVENT_NAMES)("%s", (event) => {
  it.each(LANES)("%s lets in and refuses as its mode promises, request by request", (id) => {
    const run = runOf(event);
    expect(run.status).toBe("finished");
    const lane = run.recording.lanes.find((candidate) => candidate.id === id);
    if (!lane) throw new Error(`There is no lane ${id}.`);
    const asked = around(run, id, event);
    const { mark, after } = asked;
    const effect = expected(event, lane);
    // With the old key gone, a short-lived token comes back as soon as its cookie is: by a refresh.
    const returns = after.find(({ renewed }) => renewed && event === "remove-key");
    if (!returns) expectPromise(asked, lane, effect);
    else {
      expect(id).toBe("jwt-short");
      const old = after.filter(({ at }) => at < returns.at);
      expect(old.map(({ status }) => status)).toEqual(old.map(() => 401));
    }

    const verdict = run.conclusion.verdicts.find(({ lane }) => lane === id);
    const refused = after.find(({ status }) => status === 401);
    expect(verdict).toMatchObject({
      promised: effect,
      agrees: true,
      act: event,
      mark: mark.seq,
      measuredMs: refused ? refused.at - mark.end : null,
      reads: lane.guarantees.readsPerVerify,
      cookieBytes: lane.cookieBytes,
    });
    expect(lane.cookieBytes).toBeGreaterThan(100);
  });

  it("scores what was predicted against the first answer that was sent a second later", () => {
    const run = runOf(event);
    const told = LANES.map((lane) => {
      const first = LEFT_TO_CHANCE.has(`${event} ${lane}`) ? null : aSecondLater(around(run, lane, event));
      return [lane, first && (first.status === 200 ? "accepted" : "refused")] as const;
    });
    expect(run.conclusion.answers).toEqual(Object.fromEntries(told));
    const right = told.filter(([, value]) => value === "refused").length;
    expect(run.score).toEqual({ right, of: told.filter(([, value]) => value !== null).length });
  });
});

it("with the lifetimes as offered nothing is left to chance, and a run that is stopped keeps what it has", async () => {
  const current = await labs.person();
  const started = await startRun(labs.runtime, "revocation", {}, BELIEVED, current);
  if (!("id" in started)) throw new Error(started.message);
  await eventually(async () => {
    const answers = Object.values(
      (await getRun(labs.runtime, started.id, current))?.conclusion.answers ?? {},
    );
    if (answers.length < LANES.length || answers.includes(null)) throw new Error("Not all can be told yet.");
  });
  expect(await stopRun(labs.runtime, started.id, current)).toBe(true);
  const run = await getRun(labs.runtime, started.id, current);
  expect(run).toMatchObject({ status: "stopped", score: { right: 4, of: 7 } });
  expect(run?.conclusion.answers).toEqual({
    ...BELIEVED,
    "session-cached": "accepted",
    "jwt-alone": "accepted",
    "jwt-short": "accepted",
  });
  const undecided = run?.conclusion.verdicts.filter(({ measuredMs }) => measuredMs === null);
  expect(undecided?.map(({ lane }) => lane)).toEqual(["session-cached", "jwt-alone", "jwt-short"]);
  for (const verdict of run?.conclusion.verdicts ?? []) expect(verdict.agrees).toBe(true);
  for (const { promisedMs, watchedMs } of undecided ?? []) expect(promisedMs).toBeGreaterThan(watchedMs);
});

it("an act that is refused fails the run, and no verdict is given by it", async () => {
  const { EVENTS } = await import("./events");
  const run = EVENTS["end-device"].run;
  const refusing = {
    actInEveryLane: async (_mark: unknown, work: (lane: string) => Promise<unknown>) =>
      void (await work("session")),
    sessionIdOf: () => "none",
    request: async () => ({ status: 404, body: {}, setCookie: [], reads: 0 }),
  };
  await expect(run(refusing as never, "end-device")).rejects.toThrow("404");
});
