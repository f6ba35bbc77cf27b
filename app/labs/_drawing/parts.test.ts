import { describe, expect, it } from "vitest";
import type { Verdict } from "@/lib/labs/contract";
import { answer, mark, refused, run, series, verdict } from "@/lib/labs/testing/run";
import { axisOf, xOf } from "./axis";
import { eventsOf, FLAG, flagsOf } from "./events";
import { layout } from "./layout";
import { legendOf } from "./legend";
import { latesOf, seenIn, spansOf } from "./requests";
import { hatch, TEXT, textWidth, wrap } from "./shapes";
import { draw, none, paths, texts } from "./testing/draw";

describe("time on the track", () => {
  const recording = run({}, []).recording;
  it("runs from the left edge to the right, and never beyond", () => {
    const axis = axisOf(recording, 100, 500);
    expect([xOf(axis, 0), xOf(axis, 5000), xOf(axis, 10_000)]).toEqual([100, 350, 600]);
    expect([xOf(axis, -50), xOf(axis, 99_000)]).toEqual([100, 600]);
  });

  it("has as much room as the longest run needed", () => {
    const late = run({}, [answer(1, 12_000, { took: 500 })]).recording;
    expect(axisOf(late, 0, 500).length).toBe(12_500);
    expect(axisOf(recording, 0, 500).length).toBe(10_000);
  });

  it("ends with a run that came to its end before its time", () => {
    expect(axisOf(recording, 0, 500, 4000).length).toBe(4000);
    expect(axisOf(run({}, [answer(1, 4200)]).recording, 0, 500, 4000).length).toBe(4204);
  });

  it("writes no two instants closer than they can be read", () => {
    for (const width of [280, 318, 600, 940])
      for (const seconds of [1, 4, 14, 34, 60, 300, 3600]) {
        const axis = axisOf({ ...recording, seconds }, 0, width);
        const [first = 0, second = Number.POSITIVE_INFINITY] = axis.ticks;
        expect(xOf(axis, second * 1000) - xOf(axis, first * 1000)).toBeGreaterThan(45);
      }
  });
});

describe("what an answer is drawn as", () => {
  it.each([
    [200, true, "accepted"],
    [403, true, "forbidden"],
    [401, false, "refused"],
    [503, false, "unanswered"],
    [0, false, "unanswered"],
  ] as const)("%i, accepted %s: %s", (status, accepted, seen) =>
    expect(seenIn({ status, accepted })).toBe(seen),
  );

  it("each answer lasts until the next, and a silence stays empty", () => {
    const spans = spansOf([answer(2, 250), answer(1, 0), answer(3, 5000)]);
    expect(spans.map(({ from, to }) => [from, to])).toEqual([
      [0, 250],
      [250, 500],
      [5000, 5250],
    ]);
  });

  it("what is accepted after its end is striped, and never in the colour of what is in order", () => {
    const facts = [...series("session", 10, 6000), mark(900, 2000)];
    const late = verdict({ lane: "session", mark: 900, promisedMs: 5000, lastAcceptedMs: 3750 });
    const green = (verdicts: Verdict[]) =>
      paths(draw(facts, { conclusion: { answers: {}, verdicts } }).shapes)
        .filter(({ fill }) => fill === "ok")
        .flatMap(({ d }) => d.split("z").filter(Boolean)).length;
    const striped = (verdicts: Verdict[]) =>
      paths(draw(facts, { conclusion: { answers: {}, verdicts } }).shapes).some(
        ({ stroke, fill }) => stroke === "warn" && fill === "raised",
      );
    expect([green([]), striped([])]).toEqual([24, false]);
    expect([green([late]), striped([late])]).toEqual([9, true]);
    // Where nothing was to end, nothing is late.
    const never = { ...late, promised: "never", promisedMs: null } as const;
    expect([green([never]), striped([never])]).toEqual([24, false]);
  });

  it("a thief who is accepted has a color of its own, and the legend says so", () => {
    const facts = series("session", 10, 6000);
    const made = run({}, facts).recording;
    const recording = { ...made, devices: [{ id: "copy", label: "Thief", isThief: true } as const] };
    const { shapes } = layout(recording, none, { width: 1180, running: false });
    const blocks = paths(shapes).filter(({ fill }) => fill === "ok" || fill === "thief");
    expect(blocks.map(({ fill }) => fill)).toEqual(["thief"]);
    expect(legendOf(recording, none).map(({ words }) => words)).toContain("the thief is accepted");
    expect(legendOf(made, none).map(({ words }) => words)).not.toContain("the thief is accepted");
  });

  it("what somebody did ends one device's access, what the server revoked ends that of all, until they sign in anew", () => {
    const after = [answer(1, 2500), answer(2, 3000), answer(3, 3500, { renewed: true }), answer(4, 4000)];
    const about = verdict({ device: "thief", mark: 9, promisedMs: 5000, lastAcceptedMs: 900 });
    const acted = mark(9, 2000, { end: 2000 });
    const reported = { ...acted, device: null };
    expect(latesOf([about], [acted], "thief", after)).toEqual([{ after: 2000, until: 2900 }]);
    expect(latesOf([about], [acted], "copy", after)).toEqual([]);
    expect(latesOf([about], [reported], "copy", after)).toEqual([{ after: 2000, until: 3000 }]);
    expect(latesOf([about], [reported], "copy", [refused(1, 2500), answer(2, 3000)])).toEqual([]);
  });

  it("a refusal is told by shape: no block, a line, crosses and a crossed circle with the reason", () => {
    const accepted = draw(series("session", 10, 99_999));
    const ended = draw(series("session", 10, 2000));
    const blocks = (drawing: typeof ended) => paths(drawing.shapes).filter(({ fill }) => fill === "ok");
    expect(blocks(accepted)[0]?.d.split("M")).toHaveLength(41);
    expect(blocks(ended)[0]?.d.split("M")).toHaveLength(9);
    expect(paths(accepted.shapes).some(({ stroke }) => stroke === "bad")).toBe(false);
    expect(paths(ended.shapes).filter(({ stroke }) => stroke === "bad").length).toBeGreaterThanOrEqual(3);
    expect(texts(ended.shapes)).toContain("revoked");
    expect(texts(accepted.shapes)).not.toContain("revoked");
  });

  it("what was refused from the start has not ended", () => {
    const never = [refused(1, 0, { reason: "missing" }), refused(2, 250, { reason: "missing" })];
    expect(texts(draw(never).shapes)).not.toContain("no cookie");
    expect(texts(draw([...never, answer(3, 500), refused(4, 750)]).shapes)).toContain("revoked");
  });

  it("the reason is left out where the next acceptance leaves no room for it", () => {
    const facts = [answer(1, 0), refused(2, 250), answer(3, 500), answer(4, 750)];
    expect(texts(draw(facts).shapes)).not.toContain("revoked");
    expect(texts(draw(facts.slice(0, 2)).shapes)).toContain("revoked");
  });
});

describe("flags", () => {
  const signOuts = ["session", "jwt"].map((lane, index) => mark(9 + index, 2000 + index * 30, { lane }));

  it("one act in all lanes is one event; the same act later, or in the same lane, is another", () => {
    const later = mark(20, 6000);
    const again = mark(21, 2100, { lane: "session" });
    const events = eventsOf(run({}, [...signOuts, again, later]).recording);
    expect(events.map(({ number, marks }) => [number, marks.length])).toEqual([
      [1, 2],
      [2, 1],
      [3, 1],
    ]);
  });

  it("exchanges that go as they should have no flag, and their reuse has", () => {
    const marks = [
      mark(1, 10, { act: "journal-refreshed" }),
      mark(2, 20, { act: "journal-reused", label: "Reuse noticed" }),
    ];
    expect(eventsOf(run({}, marks).recording).map(({ label }) => label)).toEqual(["Reuse noticed"]);
  });

  it("a failed act says so", () => {
    expect(eventsOf(run({}, [mark(1, 10, { ok: false })]).recording)[0]?.label).toBe("Sign out (failed)");
  });

  it("neither numbers nor words lie on each other, however close the acts", () => {
    const labels = [
      "Sign out",
      "Reuse is noticed",
      "The thief refreshes with a stolen token",
      "The row is deleted",
    ];
    for (const width of [318, 700, 1180])
      for (const apart of [0, 60, 300, 1500, 4000]) {
        const facts = Array.from({ length: 8 }, (_, index) =>
          mark(index, 500 + index * apart, { label: `${labels[index % 4]} ${index}` }),
        );
        const recording = { ...run({}, facts).recording, seconds: 34 };
        const axis = axisOf(recording, 6, width - 12);
        const flags = flagsOf(eventsOf(recording), axis);
        expect(flags.length).toBeGreaterThan(0);
        const boxes = flags.map(({ x, tier, words, side }) => {
          const text = textWidth(words, TEXT, true);
          return {
            tier,
            left: side === "left" && words ? x - FLAG - text : x - FLAG,
            right: side === "right" && words ? x + FLAG + text : x + FLAG,
          };
        });
        for (const [index, one] of boxes.entries())
          for (const other of boxes.slice(index + 1))
            if (one.tier === other.tier)
              expect(one.right <= other.left || other.right <= one.left, `${width} px, ${apart} ms`).toBe(
                true,
              );
      }
  });
});

describe("shapes", () => {
  it("hatching stays inside its box", () => {
    const numbers = (hatch(10, 20, 50, 8).match(/[\d.]+ [\d.]+/g) ?? []).map((pair) =>
      pair.split(" ").map(Number),
    );
    expect(numbers.length).toBeGreaterThan(10);
    for (const [x = 0, y = 0] of numbers) {
      expect(x >= 10 && x <= 60).toBe(true);
      expect(y >= 20 && y <= 28).toBe(true);
    }
  });

  it("long names wrap, and end in an ellipsis when even that is not enough", () => {
    expect(wrap("Database session", 14, 400, 2)).toEqual(["Database session"]);
    const long = wrap("JWT with a refresh token that is rotated on every use", 14, 140, 2);
    expect(long).toHaveLength(2);
    expect(long[1]).toMatch(/…$/);
    expect(wrap("x".repeat(500), 14, 140, 2).join("").length).toBeLessThan(40);
    expect(wrap("", 14, 140, 2)).toEqual([]);
    expect(wrap("JWT with introspection, 8 s", 14, 180, 2)[1]).toBe("8\u00a0s");
  });
});
