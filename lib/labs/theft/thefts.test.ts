import { beforeAll, describe, expect, it } from "vitest";
import { useLabs } from "../testing/runs";
import { graceLane, NO_ROTATION, REFRESHING } from "./lanes";
import { ACT, type Notice } from "./shared/family";
import { describeEvery, must, PROBE_MS, ROTATING, thefts } from "./testing/thefts";

// Thefts in which both go on refreshing, the thief comes once, or the owner ends it with a sign-out or a new password:
// real requests over loopback, with the figures held against what each lane promises.

const PARAMS = {
  late: { scenario: "thief-first", lagSeconds: "11" },
  soon: { scenario: "owner-first", lagSeconds: "1", revocation: "denylist" },
  once: { scenario: "once", lagSeconds: "1" },
  "sign-out": { scenario: "sign-out" },
  password: { scenario: "password", revocation: "denylist" },
};
const all = thefts(PARAMS);

const labs = useLabs();
const { run, runOf, storyOf, verdictOf } = all;
beforeAll(async () => {
  await run(labs);
}, 90_000);

describeEvery(Object.keys(PARAMS), all);

describe("both go on, and the second comes eleven seconds after the first", () => {
  it.each([0, 10])(
    "with grace %i s the owner’s request gives the theft away, and both are cut off",
    (grace) => {
      const { notices, owner, thief, tokens } = storyOf("late", graceLane(grace));
      const notice: Notice = must(notices[0]);
      expect(notice).toMatchObject({ by: "owner", token: "R1" });
      expect(must(notice.afterMs)).toBeGreaterThan(grace * 1000);
      // The owner's access token was over: that is why it asked for another.
      expect(Math.abs(must(owner.outAt) - notice.at)).toBeLessThan(PROBE_MS);
      const verdict = verdictOf("late", graceLane(grace), ACT.reused);
      expect(verdict.promised).toBe("at_expiry");
      expect(must(thief.outAt) - notice.at).toBeLessThan(must(verdict.promisedMs) + PROBE_MS);
      expect(must(thief.outAt)).toBeGreaterThan(notice.at + 500);
      expect(tokens.map(({ name, parent }) => [name, parent])).toEqual([
        ["R1", null],
        ["R2", "R1"],
      ]);
    },
  );

  it("with grace 30 s nobody notices: both get the same successor, and are in to the end", () => {
    const { notices, owner, thief, tokens } = storyOf("late", graceLane(30));
    expect(notices).toEqual([]);
    expect([owner.inAtEnd, thief.inAtEnd]).toEqual([true, true]);
    expect(must(tokens[0]).uses.map(({ by, outcome, to }) => [by, outcome, to])).toEqual([
      ["thief", "exchanged", "R2"],
      ["owner", "repeated", "R2"],
    ]);
    expect(must(tokens[1]).holdings.map(({ by }) => by)).toEqual(["thief", "owner"]);
  });

  it("without rotation one token serves both to the end", () => {
    const { tokens, owner, thief } = storyOf("late", NO_ROTATION);
    expect(tokens).toHaveLength(1);
    const { uses } = must(tokens[0]);
    expect(new Set(uses.map(({ by }) => by))).toEqual(new Set(["owner", "thief"]));
    expect(uses.every(({ outcome }) => outcome === "kept")).toBe(true);
    expect([owner.inAtEnd, thief.inAtEnd]).toEqual([true, true]);
  });

  it("a JWT alone ends for both with its expiry, and a session for neither", () => {
    const alone = storyOf("late", "jwt-alone");
    expect(Math.abs(must(alone.owner.outAt) - must(alone.thief.outAt))).toBeLessThan(PROBE_MS);
    expect(storyOf("late", "session")).toMatchObject({ owner: { inAtEnd: true }, thief: { inAtEnd: true } });
  });

  it("answers the questions from what was measured, and scores them", () => {
    const { conclusion, score } = runOf("late");
    expect(conclusion.answers).toEqual({
      session: "both",
      "jwt-alone": "nobody",
      "no-rotation": "both",
      "grace-0": "nobody",
      "grace-10": "nobody",
      "grace-30": "both",
      noticed: "0 10",
      "given-away": "owner",
    });
    expect(score).toEqual({ right: 2, of: 3 });
  });
});

describe("both go on, and the second comes a second after the first", () => {
  it("without grace the thief’s request gives it away, and the denylist cuts off both at once", () => {
    const { notices, owner, thief } = storyOf("soon", graceLane(0));
    const { at } = must(notices[0]);
    expect(must(notices[0])).toMatchObject({ by: "thief", token: "R1" });
    expect(verdictOf("soon", graceLane(0), ACT.reused)).toMatchObject({
      promised: "immediate",
      agrees: true,
    });
    for (const { outAt } of [owner, thief]) expect(Math.abs(must(outAt) - at)).toBeLessThan(PROBE_MS);
  });

  it.each([10, 30])("with grace %i s the thief follows from token to token, never noticed", (grace) => {
    const { notices, tokens, owner, thief } = storyOf("soon", graceLane(grace));
    expect(notices).toEqual([]);
    expect(tokens.length).toBeGreaterThan(3);
    // A line without forks: each token is the child of the one before.
    expect(tokens.map(({ parent }) => parent)).toEqual([
      null,
      ...tokens.slice(0, -1).map(({ name }) => name),
    ]);
    const spent = tokens.slice(0, 2).map(({ uses }) => uses.map(({ outcome }) => outcome));
    expect(spent).toEqual(spent.map(() => ["exchanged", "repeated"]));
    expect([owner.inAtEnd, thief.inAtEnd]).toEqual([true, true]);
  });
});

describe("the thief uses it once", () => {
  it("without grace the owner’s next exchange is taken for the second use, and the owner is out", () => {
    const { notices, owner, thief } = storyOf("once", graceLane(0));
    expect(notices).toMatchObject([{ by: "owner", token: "R1" }]);
    expect(owner.inAtEnd).toBe(false);
    expect(thief.firstInAt).toBe(thief.lastInAt);
    // Who never asks again is not seen to be refused: there is nothing to judge.
    expect(runOf("once").conclusion.verdicts).toEqual([]);
  });

  it.each([10, 30])("within a grace of %i s nobody notices, and the owner goes on alone", (grace) => {
    const { notices, owner, thief, tokens } = storyOf("once", graceLane(grace));
    expect([notices.length, owner.inAtEnd, thief.inAtEnd]).toEqual([0, true, false]);
    expect(must(tokens[0]).uses.map(({ by }) => by)).toEqual(["thief", "owner"]);
    expect(new Set(tokens.slice(1).flatMap(({ uses }) => uses.map(({ by }) => by)))).toEqual(
      new Set(["owner"]),
    );
  });
});

describe("the owner ends it", () => {
  it("a sign-out puts the thief out of the session at once", () => {
    const verdict = verdictOf("sign-out", "session", ACT.signOut);
    expect(verdict).toMatchObject({ promised: "immediate", lastAcceptedMs: null, reason: "revoked" });
    expect(must(verdict.measuredMs)).toBeLessThan(PROBE_MS);
  });

  it("a sign-out ends the whole family, also what the thief has exchanged since, when the access token ends", () => {
    for (const lane of ["jwt-alone", ...REFRESHING]) {
      const verdict = verdictOf("sign-out", lane, ACT.signOut);
      expect(verdict).toMatchObject({ promised: "at_expiry", acceptedAgainMs: null });
      expect(must(verdict.measuredMs)).toBeGreaterThan(500);
      expect(must(verdict.lastAcceptedMs)).toBeLessThan(must(verdict.promisedMs));
    }
    for (const lane of ROTATING)
      expect(
        must(storyOf("sign-out", lane).tokens[1]).uses.map(({ by, outcome }) => `${by} ${outcome}`),
      ).toEqual(["thief refused"]);
  });

  it("a new password with a denylist puts the thief out everywhere at once, and the owner back in", () => {
    for (const { id } of runOf("password").recording.lanes) {
      const verdict = verdictOf("password", id, ACT.password);
      expect(verdict).toMatchObject({ promised: "immediate", lastAcceptedMs: null, acceptedAgainMs: null });
      expect(must(storyOf("password", id).owner.lastInAt)).toBeGreaterThan(
        must(storyOf("password", id).thief.outAt) + 2000,
      );
    }
    for (const lane of REFRESHING)
      expect(storyOf("password", lane).tokens.filter(({ parent }) => parent === null)).toHaveLength(2);
  });
});
