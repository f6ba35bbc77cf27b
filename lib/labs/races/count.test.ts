import { describe, expect, it } from "vitest";
import type { Fact } from "../contract";
import { RACE_LANES } from "./lanes";
import { races } from "./manifest";
import { countRaces, type RaceCount } from "./shared/count";
import { raceLanes } from "./shared/promises";
import { again, answer, mark, race, recordingOf } from "./testing/facts";

// The counters from facts made by hand: what a recording says is all that counts.

describe("the counters", () => {
  it("see one line where all got the same successor and it is exchanged again", () => {
    const facts = [...race("idempotent", ["R2", "R2", "R2"]), ...again("idempotent", "R2>R3 R2>R3 R2>R3")];
    expect(countOf("idempotent", facts)).toEqual({
      lane: "idempotent",
      tabs: 3,
      requests: 6,
      rotations: 2,
      forks: 0,
      falseThefts: 0,
      strange: 0,
      liveLines: 1,
      signOuts: 0,
      agrees: true,
      lines: [{ token: "R2", tabs: 3, live: true }],
    });
  });

  it("tell lines that live on from lines that are cut", () => {
    const facts = [
      ...race("naive", ["R2", "R3", null]),
      mark("naive", "journal-reused"),
      ...again("naive", "R2>R4 - -"),
    ];
    expect(countOf("naive", facts)).toMatchObject({
      liveLines: 1,
      forks: 1,
      falseThefts: 1,
      signOuts: 2,
      rotations: 3,
      agrees: null,
      lines: [
        { token: "R2", tabs: 1, live: true },
        { token: "R3", tabs: 1, live: false },
      ],
    });
  });

  it("leave open what only the last round can tell, until it is over", () => {
    const begun = race("idempotent", ["R2", "R2"]);
    const half = [...begun, ...again("idempotent", "R2>R3 -").slice(0, -1)];
    for (const facts of [begun, half])
      expect(countOf("idempotent", facts)).toMatchObject({
        tabs: 2,
        liveLines: null,
        signOuts: null,
        agrees: null,
        lines: [{ token: "R2", tabs: 2, live: null }],
      });
  });

  it("count an answer that is neither 200 nor 401, and no promise stands with it", () => {
    const facts = [...race("idempotent", ["R2"]), ...again("idempotent", "R2>R3")];
    expect(countOf("idempotent", facts)).toMatchObject({ strange: 0, agrees: true });
    const odd = { ...answer("idempotent", "go-on", null), status: 503 };
    expect(countOf("idempotent", [...facts, odd])).toMatchObject({ strange: 1, agrees: false });
  });

  it("count no request that is not of the race", () => {
    const { detail: _none, ...byHand } = answer("naive", "race", ["R1", "R9"]);
    expect(countOf("naive", [...race("naive", ["R2"]), byHand])).toMatchObject({ tabs: 1, forks: 0 });
  });

  const LOST = "a tab that is signed out";
  const theft = mark("idempotent", "journal-reused");
  it.each<[lane: string, what: string, raced: Fact[], exchanged: string, agrees: boolean]>([
    ["idempotent", "a second line", race("idempotent", ["R2", "R3"]), "R2>R4 R3>R5", false],
    ["idempotent", LOST, race("idempotent", ["R2", "R2"]), "R2>R3 -", false],
    ["idempotent", "a theft that never was", [...race("idempotent", ["R2"]), theft], "R2>R3", false],
    ["idempotent", "nothing of it", race("idempotent", ["R2"]), "R2>R3", true],
    ["atomic", "a second line", race("atomic", ["R2", "R3"]), "R2>R4 R3>R5", false],
    ["atomic", LOST, race("atomic", ["R2", null]), "- -", true],
    ["forking", "a second line", race("forking", ["R2", "R3"]), "R2>R4 R3>R5", true],
    ["forking", LOST, race("forking", ["R2", "R3"]), "R2>R4 -", false],
  ])("hold %s to its promise: with %s", (lane, _what, raced, exchanged, agrees) => {
    expect(countOf(lane, [...raced, ...again(lane, exchanged)])).toMatchObject({ agrees });
  });
});

function countOf(lane: string, facts: readonly Fact[]): RaceCount | undefined {
  return countRaces(recordingOf(facts)).find((count) => count.lane === lane);
}

// What the questions are told, of a whole race and of one cut short.
describe("the conclusion", () => {
  it("answers each question from the counters", () => {
    const facts = [
      ...race("naive", ["R2", null]),
      mark("naive", "journal-reused"),
      ...again("naive", "- -"),
      ...race("atomic", ["R12", null]),
      mark("atomic", "journal-reused"),
      ...again("atomic", "- -"),
      ...race("forking", ["R22", "R23"]),
      ...again("forking", "R22>R24 R23>R25"),
      ...race("idempotent", ["R32", "R32"]),
      ...again("idempotent", "R32>R33 R32>R33"),
    ];
    expect(races.conclude(recordingOf(facts), {}).answers).toEqual({
      naive: "signed-out",
      atomic: "signed-out",
      forking: "forks",
      idempotent: "one-line",
      "false-theft": "naive atomic",
    });
  });

  it("answers with options that were offered", () => {
    const options = races.questions.map(({ options }) => options.map(({ value }) => value));
    expect(options.slice(0, -1)).toEqual(raceLanes.map(() => ["one-line", "forks", "signed-out"]));
    expect(options.at(-1)).toEqual(["none", "naive", "atomic", "naive atomic", "others"]);
  });

  it.each([
    ["nothing was recorded", []],
    ["the race alone was run", RACE_LANES.flatMap(({ id }) => race(id, ["R2", null]))],
    ["one lane alone came to its end", [...race("naive", ["R2"]), ...again("naive", "R2>R3")]],
  ])("of a run cut short says nothing of thefts where %s", (_when, facts) => {
    const { answers, verdicts } = races.conclude(recordingOf(facts), {});
    expect(answers["false-theft"]).toBeNull();
    expect(answers.idempotent).toBeNull();
    expect(verdicts).toEqual([]);
  });

  it("has nothing to say of a run without lanes", () => {
    const empty = { ...recordingOf([]), lanes: [] };
    expect(races.conclude(empty, {}).answers).toEqual({ "false-theft": null });
  });
});
