import { beforeAll, describe, expect, it } from "vitest";
import type { Effect, Guarantees, Principal } from "@/lib/auth/contract";
import type { RunView } from "../contract";
import type { Decorate } from "../engine/world/world";
import { type Decorated, disagreeing, runDecorated } from "../testing/decorated";
import { around, aSecondLater, expectPromise } from "../testing/judge";
import { useLabs } from "../testing/runs";
import { EVENT_NAMES, type EventName } from "./events";
import { staleClaims } from "./manifest";

// Stale claims as people run it: an admin's page asked for by real requests in every lane, until it is refused.

const SHORT = { aloneSeconds: "5", cacheSeconds: "1", shortSeconds: "3", checkedSeconds: "4" };
const LANES = [
  "session",
  "session-cached",
  "jwt-alone",
  "jwt-short",
  "jwt-denylist",
  "jwt-version",
  "jwt-introspection",
] as const;
const BELIEVED = Object.fromEntries(LANES.map((lane) => [lane, "refused"]));

const PROMISED: Record<EventName, (guarantees: Guarantees) => Effect> = {
  "demote-row": (g) => g.staleClaims,
  demote: (g) => g.revokeAll,
  "disable-flag": (g) => g.staleClaims,
  disable: (g) => g.revokeAll,
};
/** Lifetimes of three and four seconds may or may not be over a second after the event. */
const leftToChance = (event: EventName): string[] =>
  ENDS_SIGN_INS.has(event) ? ["jwt-short"] : ["jwt-short", "jwt-denylist", "jwt-version"];
const ENDS_SIGN_INS = new Set<EventName>(["demote", "disable"]);

/** A mode that believes for ever who somebody was at the first check. */
const believing: Decorate = (mode) => {
  const first = new Map<string, Principal>();
  return {
    ...mode,
    async verify(token, options) {
      const verification = await mode.verify(token, options);
      if (!verification.active) return verification;
      const principal = first.get(verification.sessionId) ?? verification.principal;
      first.set(verification.sessionId, principal);
      return { ...verification, principal };
    },
  };
};

const labs = useLabs();
let runs: Map<EventName, RunView>;
let broken: Decorated;

beforeAll(async () => {
  const params = { event: "demote-row", ...SHORT };
  const decorated = runDecorated(labs, staleClaims, params, believing);
  const views = EVENT_NAMES.map(
    async (event) => [event, await labs.run("stale-claims", { event, ...SHORT }, BELIEVED)] as const,
  );
  runs = new Map(await Promise.all(views));
  broken = await decorated;
}, 40_000);

function runOf(event: EventName): RunView {
  const run = runs.get(event);
  if (!run) throw new Error(`${event} was not run.`);
  return run;
}

describe.each(EVENT_NAMES)("%s", (event) => {
  it.each(LANES)("%s says admin for as long as its mode allows, and not longer", (id) => {
    const run = runOf(event);
    expect(run.status).toBe("finished");
    const lane = run.recording.lanes.find((candidate) => candidate.id === id);
    if (!lane) throw new Error(`There is no lane ${id}.`);
    const asked = around(run, id, event);
    // By the mode itself, not by what the run has written down of it.
    const effect = PROMISED[event](labs.runtime.auth.modes[lane.mode].guarantees(lane.policy));
    expectPromise(asked, lane, effect);
    const { mark, before, after } = asked;
    for (const { status, role } of [...before, ...after]) expect(status === 200).toBe(role === "admin");

    const refused = after.find(({ status }) => status !== 200);
    // Who can still be known and is no admin is told so; a token without a refresh token just ends.
    const isKnown = event === "demote-row" && id !== "jwt-alone";
    expect(refused?.status).toBe(isKnown ? 403 : 401);
    expect(run.conclusion.verdicts.find((verdict) => verdict.lane === id)).toMatchObject({
      promised: effect,
      agrees: true,
      act: event,
      acceptedAgainMs: null,
      measuredMs: refused && refused.at - mark.end,
      reads: lane.guarantees.readsPerVerify,
      ...(isKnown ? { reason: "forbidden" } : {}),
    });
  });

  it("the end of the sign-ins makes the strategies that can be told say so at once", () => {
    const { verdicts } = runOf(event).conclusion;
    const atOnce = verdicts.filter(({ promised }) => promised === "immediate").map(({ lane }) => lane);
    const told = ["jwt-denylist", "jwt-version"].filter(() => ENDS_SIGN_INS.has(event));
    expect(atOnce.toSorted()).toEqual([...told, "jwt-introspection", "session"].toSorted());
  });

  it("scores what was predicted against the first answer that was sent a second later", () => {
    const run = runOf(event);
    const told = LANES.map((lane) => {
      const first = leftToChance(event).includes(lane) ? null : aSecondLater(around(run, lane, event));
      return [lane, first && (first.status === 200 ? "admin" : "refused")] as const;
    });
    expect(run.conclusion.answers).toEqual(Object.fromEntries(told));
    const right = told.filter(([, value]) => value === "refused").length;
    expect(run.score).toEqual({ right, of: told.filter(([, value]) => value !== null).length });
  });
});

it("a mode that goes on believing who somebody was disagrees with its promise", () => {
  // A token that cannot be refreshed is over before it could be believed for too long.
  expect(disagreeing(broken)).toEqual(LANES.filter((lane) => lane !== "jwt-alone"));
});

it("what is true of the account is on record, so that it can be shown beside what is claimed", () => {
  const details = EVENT_NAMES.map((event) => around(runOf(event), "session", event).mark.detail);
  expect(details).toMatchObject([{ role: "user" }, { role: "user" }, { disabled: true }, { disabled: true }]);
  expect(details.map((detail) => detail && "ended" in detail)).toEqual([false, true, false, true]);
});
