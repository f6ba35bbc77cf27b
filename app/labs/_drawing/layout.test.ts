import { describe, expect, it } from "vitest";
import type { Conclusion, Fact } from "@/lib/labs/contract";
import { answer, lane, mark, refused, run, series, verdict } from "@/lib/labs/testing/run";
import { layout } from "./layout";
import { legendOf } from "./legend";
import { summaryOf } from "./summary";
import { draw, none, paths, texts } from "./testing/draw";

describe("delays", () => {
  const facts = [...series("session", 10, 2250), mark(9, 2000)];
  const conclude = (changes = {}): Conclusion => ({ answers: {}, verdicts: [verdict(changes)] });

  it("stand in words beside the bracket: measured and promised", () => {
    const shown = texts(draw(facts, { conclusion: conclude() }).shapes);
    expect(shown).toEqual(expect.arrayContaining(["0.12 s", "promised: at once"]));
    const late = conclude({ promised: { withinSeconds: 5 }, promisedMs: 5000, measuredMs: 4870 });
    expect(texts(draw(facts, { conclusion: late }).shapes)).toEqual(
      expect.arrayContaining(["4.87 s", "promised: within 5 s"]),
    );
  });

  it("a contradiction is red and says so; an agreement is neither", () => {
    const red = (conclusion: Conclusion) =>
      draw(facts, { conclusion }).shapes.filter((shape) => shape.kind === "text" && shape.paint === "bad");
    expect(texts(red(conclude({ agrees: false, measuredMs: 3000 })))).toContain(
      "3.00 s, against the promise",
    );
    expect(texts(red(conclude()))).toEqual(["revoked"]);
  });

  it("what ends never has no promised bar", () => {
    const hatched = (conclusion: Conclusion) =>
      paths(draw(facts, { conclusion }).shapes).filter(({ stroke }) => stroke === "muted").length;
    expect(hatched(conclude({ promised: "never", promisedMs: null }))).toBe(0);
    expect(hatched(conclude())).toBe(1);
  });

  it("of a mark that nobody recorded nothing is drawn", () => {
    const shown = texts(draw(facts, { conclusion: conclude({ mark: 77 }) }).shapes);
    expect(shown.some((text) => text.startsWith("promised"))).toBe(false);
  });
});

describe("results", () => {
  const facts = [...series("session", 10, 2250), mark(9, 2000)];

  it("stand behind the track on a desk, where nothing is drawn over them", () => {
    const drawing = draw(facts, { conclusion: { answers: {}, verdicts: [verdict()] } });
    const { x, width } = drawing.track.axis;
    const behind = drawing.shapes.filter((shape) => shape.kind === "text" && shape.x > x + width);
    expect(texts(behind)).toEqual(expect.arrayContaining(["0.12 s", "promised: at once"]));
  });

  it("of a lane with two devices are the last answer of each, and one line of the delay", () => {
    const { recording } = run({}, [...facts, answer(99, 20, { device: "thief" })]);
    const devices = [...recording.devices, { id: "thief", label: "Thief" }];
    const late = verdict({ promised: "at_expiry", promisedMs: 1880, measuredMs: 2110 });
    const conclusion = { answers: {}, verdicts: [late] };
    const { shapes } = layout({ ...recording, devices }, conclusion, { width: 1180, running: false });
    expect(texts(shapes)).toEqual(
      expect.arrayContaining(["refused: revoked", "accepted", "2.11 s after the end"]),
    );
  });

  it("of a lane without a verdict are how its last request was answered", () => {
    expect(texts(draw(facts).shapes)).toContain("refused: revoked");
    expect(texts(draw(series("session", 10, 99_999)).shapes)).toContain("accepted");
  });

  it("why something was refused is written only over time that has passed", () => {
    const just = [answer(1, 0), refused(2, 250)];
    expect(texts(draw(just, { running: true }).shapes)).not.toContain("revoked");
    expect(texts(draw([...just, refused(3, 2000)], { running: true }).shapes)).toContain("revoked");
    expect(texts(draw(just).shapes)).toContain("revoked");
  });
});

describe("the whole picture", () => {
  it("stays inside its width on a phone, at every edge and on a desk", () => {
    const facts = [
      ...series("session", 10, 9000),
      mark(9, 9000),
      mark(10, 9700, { label: "Disable the account" }),
    ];
    const conclusion = { answers: {}, verdicts: [verdict({ measuredMs: null, watchedMs: 900 })] };
    for (const width of [280, 318, 679, 680, 940, 1180])
      for (const shape of draw(facts, { width, conclusion }).shapes) {
        if (shape.kind !== "text") continue;
        const text = shape.text.length * shape.size * 0.55;
        const left = shape.x - { start: 0, middle: text / 2, end: text }[shape.anchor ?? "start"];
        expect(left, `${width}: ${shape.text}`).toBeGreaterThanOrEqual(-1);
        expect(left + text, `${width}: ${shape.text}`).toBeLessThanOrEqual(width + 12);
      }
  });

  it("does not move while the run goes on: its height is the same at the first fact and at the last", () => {
    for (const width of [318, 1180]) {
      const conclusion = { answers: {}, verdicts: [verdict()] };
      const first = draw([answer(1, 0)], { width, running: true });
      const last = draw([...series("session", 10, 2250), mark(9, 2000)], {
        width,
        running: true,
        conclusion,
      });
      expect(last.height).toBe(first.height);
    }
  });

  it("has a row for each device that is asked again and again, and none for one that only acts", () => {
    const facts = [
      answer(1, 0),
      answer(2, 10, { device: "phone", by: "act", method: "POST", resource: "sign-out" }),
    ];
    const base = run({}, facts).recording;
    const devices = [...base.devices, { id: "phone", label: "Your phone" }];
    const one = layout({ ...base, devices }, none, { width: 1180, running: true });
    expect(texts(one.shapes)).not.toContain("Your phone");
    const both = [...facts, answer(3, 20, { device: "phone" })];
    const two = layout({ ...base, devices, facts: both }, none, { width: 1180, running: true });
    expect(texts(two.shapes)).toContain("Your phone");
    expect(two.height).toBeGreaterThan(one.height);
  });

  it("is the same for the same facts", () => {
    const facts = [...series("session", 10, 2250), mark(9, 2000)];
    expect(draw(facts)).toEqual(draw(facts));
  });

  it("survives a run without lanes and one without facts", () => {
    const empty = run({}, []).recording;
    expect(
      layout({ ...empty, lanes: [], devices: [], seconds: 0 }, none, { width: 318, running: false }).height,
    ).toBeGreaterThan(0);
    expect(draw([]).events).toEqual([]);
  });

  it("is told in words: every lane, with what was measured or how it stands", () => {
    const { recording } = run({}, [
      ...series("session", 10, 2250),
      ...series("jwt", 10, 99_999, 2000),
      mark(9, 2000),
    ]);
    expect(summaryOf(recording, none)).toBe(
      "2 lanes over 10 seconds. session: refused: revoked. jwt: accepted.",
    );
    expect(summaryOf(recording, { answers: {}, verdicts: [verdict({ agrees: false })] })).toContain(
      "session: 0.12 s, promised at once, against the promise.",
    );
  });

  it("the legend explains what is there, and nothing else", () => {
    const words = (facts: Fact[], conclusion = none) =>
      legendOf(run({}, facts).recording, conclusion).map((entry) => entry.words);
    expect(words([answer(1, 0)])).toEqual(["accepted", "refused", "what was done"]);
    const forbidden = answer(1, 0, { status: 403 });
    expect(
      words([forbidden, answer(2, 250, { renewed: true })], { answers: {}, verdicts: [verdict()] }),
    ).toEqual([
      "accepted",
      "refused",
      "accepted, but not as admin",
      "new credentials",
      "what was done",
      "measured delay",
      "promised delay",
    ]);
  });
});

it("a lane's name and its strategy are in the picture", () => {
  const recording = {
    ...run().recording,
    lanes: [lane("l", { label: "JWT with a denylist", mode: "jwt", strategy: "denylist" })],
  };
  for (const width of [340, 1180])
    expect(texts(layout(recording, none, { width, running: false }).shapes)).toEqual(
      expect.arrayContaining(["JWT with a denylist", "Denylist"]),
    );
});

it("a long name and a long note stay above the line under their lane", () => {
  const long = {
    label: "JWT, with rotation and a grace of 10 s",
    mode: "jwt",
    strategy: "introspection",
    refreshes: true,
  } as const;
  const facts = [answer(1, 0), answer(2, 20, { device: "phone" })];
  const { recording } = run({}, facts);
  const devices = [...recording.devices, { id: "phone", label: "Thief" }];
  const one = { ...recording, devices, lanes: [lane("session", long)] };
  const { shapes, height } = layout(one, none, { width: 1180, running: false });
  const head = shapes.flatMap((shape) => (shape.kind === "text" && shape.x === 24 ? [shape.y] : []));
  expect(head).toHaveLength(3);
  expect(Math.max(...head) + 4).toBeLessThan(height - 2);
});
