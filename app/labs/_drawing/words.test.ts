import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { strategyOptions } from "@/app/_ui/words/strategies";
import { flow } from "@/lib/labs/flow/manifest";
import { verdict } from "@/lib/labs/testing/run";
import { lightPaints } from "./svg";
import {
  agreementOf,
  agreementWords,
  delay,
  measuredWords,
  predictionsOf,
  promisedWords,
  scoreWords,
} from "./words";

describe("durations", () => {
  it.each([
    [0, "0.00 s"],
    [118, "0.12 s"],
    [9994, "9.99 s"],
    [9996, "10.0 s"],
    [59_949, "59.9 s"],
    [59_951, "1 min"],
    [75_000, "1 min 15 s"],
    [-5, "0.00 s"],
  ])("%i ms is %s", (ms, words) => expect(delay(ms)).toBe(words));
});

describe("promises and measurements", () => {
  it.each([
    ["immediate", 0, "at once"],
    [{ withinSeconds: 5 }, 5000, "within 5 s"],
    ["at_expiry", 7612, "at its expiry, 7.61 s"],
    ["at_expiry", null, "at its expiry"],
    ["never", null, "no end"],
  ] as const)("%j, %s ms: %s", (promised, promisedMs, words) =>
    expect(promisedWords({ promised, promisedMs })).toBe(words),
  );

  it("what is still accepted is not given a delay", () => {
    expect(measuredWords({ measuredMs: null, watchedMs: 12_000 })).toBe("still accepted after 12.0 s");
    expect(measuredWords({ measuredMs: 0, watchedMs: 12_000 })).toBe("0.00 s");
  });

  it("a contradiction is never called anything else, and nothing undecided is called agreement", () => {
    expect(agreementOf(verdict())).toBe("agrees");
    expect(agreementOf(verdict({ agrees: false }))).toBe("contradicts");
    expect(agreementOf(verdict({ agrees: false, measuredMs: null }))).toBe("contradicts");
    const watched = { promised: { withinSeconds: 5 }, promisedMs: 5000, measuredMs: null };
    expect(agreementOf(verdict({ ...watched, watchedMs: 4999 }))).toBe("open");
    expect(agreementOf(verdict({ promised: "never", promisedMs: null, measuredMs: null }))).toBe("agrees");
    expect(agreementOf(verdict({ promised: "immediate", promisedMs: 0, measuredMs: null }))).toBe("untold");
    expect(agreementWords("untold", false)).not.toBe(agreementWords("agrees", false));
    expect(agreementWords("contradicts", true)).toBe("This contradicts what the mode promises");
    expect(agreementWords("open", true)).not.toBe(agreementWords("open", false));
  });
});

describe("predictions", () => {
  const options = [
    { value: "in", label: "Still gets in" },
    { value: "out", label: "Is refused" },
  ];
  const questions = ["a", "b", "c", "d"].map((id) => ({ id, label: id.toUpperCase(), options }));

  it("right, wrong, left open and not to be told are four things", () => {
    const rows = predictionsOf(
      questions,
      { a: "in", b: "in", d: "out" },
      { a: "in", b: "out", c: "in", d: null },
    );
    expect(rows.map(({ yours, happened, outcome }) => [yours, happened, outcome])).toEqual([
      ["Still gets in", "Still gets in", "right"],
      ["Still gets in", "Is refused", "wrong"],
      [null, "Still gets in", "not scored"],
      ["Is refused", null, "not scored"],
    ]);
  });

  it("an option the question does not have counts as left open", () => {
    expect(predictionsOf(questions, { a: "x" }, { a: "x" })[0]?.outcome).toBe("not scored");
  });

  it("a score of nothing is no score", () => {
    expect(scoreWords({ right: 3, of: 4 })).toBe("3 of 4 right");
    expect(scoreWords({ right: 0, of: 2 })).toBe("0 of 2 right");
    expect(scoreWords({ right: 0, of: 0 })).toBeNull();
    expect(scoreWords(null)).toBeNull();
  });
});

describe("the same words and colors everywhere", () => {
  it("the strategies are called in a lab's form what the rest of the app calls them", () => {
    const field = flow.fields.find(({ name }) => name === "revocation");
    expect(field).toMatchObject({ options: strategyOptions });
  });

  it.each(Object.entries(lightPaints))("the export's %s is the light theme's", (paint, color) => {
    const css = readFileSync(path.resolve(import.meta.dirname, "../../globals.css"), "utf8");
    expect(css).toContain(`--color-${paint}: light-dark(${color},`);
  });
});
