import { expect, it } from "vitest";
import type { Recording } from "@/lib/labs/contract";
import { CELLS, csrfId, xssId } from "@/lib/labs/storage/shared/cells";
import { type Arrived, CELL_ACT, type CellFact } from "@/lib/labs/storage/shared/findings";
import { findingsOf } from "@/lib/labs/storage/shared/judge";
import { ARRIVED } from "@/lib/labs/storage/testing/arrived";
import { mark, recordingOf as recorded } from "@/lib/labs/testing/facts";
import { storagePicture } from "./picture";
import { countWords, outcomeOf, requestLines } from "./shared/words";

// What is said of the findings, on the page and in the picture.

const DONE: Arrived = { ...ARRIVED, status: 200, done: true };

function recordingOf(cells: Pick<CellFact, "cell" | "arrived">[]): Recording {
  const saw = { readable: false, status: null, text: "" };
  return recorded(
    cells.map((found) => mark({ act: CELL_ACT, detail: { ...found, preflight: null, saw } })),
    { lanes: [] },
  );
}

it("every cell has a word for what happened, and the request as it arrived", () => {
  for (const arrived of [DONE, null])
    for (const found of findingsOf(recordingOf(CELLS.map(({ id }) => ({ cell: id, arrived })))).values()) {
      expect(outcomeOf(found).word.length).toBeGreaterThan(0);
      expect(requestLines(found).join("\n")).toContain(arrived ? "POST /act" : "No request");
    }
});

it("the picture counts what was tried and what came through; nothing is no fault", () => {
  const cells = [
    { cell: xssId("act"), arrived: DONE },
    { cell: csrfId("form", "lax", "nothing"), arrived: { ...DONE, done: false } },
  ];
  const { description } = storagePicture({ recording: recordingOf(cells) }, 1120);
  expect(description).toMatch(/^2 of 121 attempts were made in one browser; 1 of them/);
  expect(storagePicture({ recording: recordingOf([]) }, 1120).description).toMatch(/^0 of 121/);
});

it("an attack is counted: what got through, what held, and what was not tried", () => {
  const ids = ["strict", "lax", "none"].map((cookie) => csrfId("form", cookie, "nothing"));
  const cells = ids.slice(0, 2).map((cell, index) => ({ cell, arrived: { ...DONE, done: index === 1 } }));
  const findings = findingsOf(recordingOf(cells));
  expect(countWords(ids.map((id) => findings.get(id)))).toBe("1 of 2 got through, 1 held, 1 not tried");
  expect(countWords(ids.slice(0, 2).map((id) => findings.get(id)))).toBe("1 of 2 got through, 1 held");
  const own = csrfId("own", "lax", "nothing");
  const control = findingsOf(recordingOf([{ cell: own, arrived: DONE }])).get(own);
  expect(countWords([control])).toBe("1 of 1 done, as wanted");
  expect(countWords([undefined])).toBe("not tried yet");
});
