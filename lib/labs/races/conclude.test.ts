import { describe, expect, it } from "vitest";
import { RACE_LANES } from "./lanes";
import { races } from "./manifest";
import { raceLanes } from "./shared/promises";
import { again, mark, race, recordingOf } from "./testing/facts";

// What the questions are told, of a whole race and of one cut short.

describe("the conclusion", () => {
  it("answers each question from the counters", () => {
    const facts = [
      ...race("naive", ["R2", null]),
      mark("naive", "journal-reused"),
      ...again("naive", [null, null]),
      ...race("atomic", ["R12", null]),
      mark("atomic", "journal-reused"),
      ...again("atomic", [null, null]),
      ...race("forking", ["R22", "R23"]),
      ...again("forking", [
        ["R22", "R24"],
        ["R23", "R25"],
      ]),
      ...race("idempotent", ["R32", "R32"]),
      ...again("idempotent", [
        ["R32", "R33"],
        ["R32", "R33"],
      ]),
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
    ["one lane alone came to its end", [...race("naive", ["R2"]), ...again("naive", [["R2", "R3"]])]],
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
