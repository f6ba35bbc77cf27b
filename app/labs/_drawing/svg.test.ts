import { describe, expect, it } from "vitest";
import { lane, mark, run, series, verdict } from "@/lib/labs/testing/run";
import { drawRun } from "./run-picture";
import { toSvg } from "./svg";

const HOSTILE = `</text><script>alert(1)</script><a href="javascript:x" onload='y'>&\u0000\u001b\ud800`;

const AT = { title: "A lab", address: "https://coat.example/" };

/** Just enough of an XML parser to refuse what a browser would: names, attributes, nesting, entities. */
function elementsOf(xml: string): string[] {
  const open: string[] = [];
  const seen: string[] = [];
  const rest = xml.replace(
    /<(\/?)([a-z]+)((?: [a-zA-Z:-]+="[^"<]*")*)(\/?)>/g,
    (_, closes, name, attributes, empty) => {
      if (closes) expect(open.pop()).toBe(name);
      else {
        seen.push(`${name}${attributes}`);
        if (!empty) open.push(name);
      }
      return "";
    },
  );
  expect(open).toEqual([]);
  expect(rest).not.toMatch(/[<>]/);
  expect(rest.replace(/&(amp|lt|gt|quot|apos);/g, "")).not.toContain("&");
  return seen;
}

describe("the exported picture", () => {
  const facts = [...series("session", 10, 2250), ...series("jwt", 10, 6000, 2000), mark(9, 2000)];
  const view = run({ score: { right: 1, of: 2 }, conclusion: { answers: {}, verdicts: [verdict()] } }, facts);

  it("is well formed, light, and says what it is, when, and where it can be opened", () => {
    const svg = drawRun(view, {
      title: "Revocation stopwatch",
      address: "https://coat.example/labs/revocation/runs/run-1",
    });
    expect(elementsOf(svg).length).toBeGreaterThan(40);
    for (const text of [
      "Revocation stopwatch",
      "2026-03-01 10:00:00 UTC",
      "1 of 2 right",
      "promised: at once",
      "measured delay",
      "https://coat.example/labs/revocation/runs/run-1",
    ])
      expect(svg).toContain(text);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("needs nothing from outside and runs nothing", () => {
    const names = elementsOf(drawRun(view, AT)).map((element) => element.split(" ")[0]);
    expect(new Set(names)).toEqual(new Set(["svg", "title", "desc", "rect", "path", "text"]));
  });

  it("shows hostile names as text", () => {
    const hostile = run(
      {},
      facts.map((fact) => (fact.kind === "mark" ? { ...fact, label: HOSTILE } : fact)),
    );
    hostile.recording.lanes = [lane("session", { label: HOSTILE })];
    hostile.recording.devices = ["copy", "other"].map((id) => ({ id, label: HOSTILE }));
    const svg = drawRun(hostile, { title: HOSTILE, address: HOSTILE });
    const elements = elementsOf(svg);
    expect(elements.filter((element) => /^(script|a)\b/.test(element))).toEqual([]);
    expect(svg).toContain("&lt;script&gt;");
    for (const character of ["\u0000", "\u001b"]) expect(svg.includes(character)).toBe(false);
    expect(svg.isWellFormed()).toBe(true);
    expect(elements.length).toBeGreaterThan(20);
  });

  it("names contradictions first", () => {
    const wrong = run({ conclusion: { answers: {}, verdicts: [verdict({ agrees: false })] } }, facts);
    expect(drawRun(wrong, AT)).toContain("1 measured delay contradicts");
    expect(drawRun(view, AT)).not.toContain("contradicts");
  });

  it("of a run without a recording is still a picture", () => {
    const empty = run({ status: "interrupted", elapsedMs: 0 });
    empty.recording = { version: 1, lanes: [], devices: [], seconds: 0, facts: [], dropped: 0 };
    elementsOf(drawRun(empty, AT));
  });

  it("escapes every text it is given", () => {
    const text = { kind: "text", x: 0, y: 0, text: `<&>"'`, size: 1, paint: "ink" } as const;
    const svg = toSvg({ width: 1, height: 1, title: "<t>", description: "&d", shapes: [text] });
    expect(svg).toContain("&lt;&amp;&gt;&quot;&apos;");
    expect(svg).toContain("&lt;t&gt;");
    expect(svg).toContain("&amp;d");
    elementsOf(svg);
  });
});
