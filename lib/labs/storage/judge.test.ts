import { describe, expect, it } from "vitest";
import type { JsonObject, MarkFact } from "../contract";
import { mark as markOf, recordingOf } from "../testing/facts";
import { storage } from "./manifest";
import { CELLS, cellOf, corsId, csrfId, sizeId, xssId } from "./shared/cells";
import type { Arrived, Saw } from "./shared/findings";
import { findingsOf, type Why } from "./shared/judge";
import { ARRIVED } from "./testing/arrived";

// What follows from a cell's two halves, made by hand: what reached the target, and what the browser saw.

const UNREAD: Saw = { readable: false, status: null, text: "" };
const READ: Saw = { readable: true, status: 200, text: "{}" };
const DONE = { ...ARRIVED, status: 200, done: true };
const LAX = ["lab-storage-lax"];

type Case = [cell: string, arrived: Arrived | null, saw: Saw, why: Why | null];
const CASES: Case[] = [
  [csrfId("form", "lax", "app"), { ...DONE, cookies: LAX, passed: true }, UNREAD, null],
  [csrfId("form", "lax", "app"), { ...ARRIVED, passed: true }, UNREAD, "no_cookie"],
  [csrfId("form", "lax", "nothing"), ARRIVED, UNREAD, "no_cookie"],
  [csrfId("form", "lax", "app"), { ...ARRIVED, cookies: LAX, passed: false }, UNREAD, "guard"],
  [
    csrfId("form", "strict", "app"),
    { ...ARRIVED, cookies: LAX, passed: false },
    UNREAD,
    "no_cookie_and_guard",
  ],
  [csrfId("image", "none", "nothing"), null, UNREAD, "not_arrived"],
  [xssId("read-local"), null, READ, null],
  [xssId("read-http-only"), null, UNREAD, "http_only"],
  [xssId("read-http-only"), null, READ, null],
  [xssId("act"), DONE, READ, null],
  [xssId("act"), ARRIVED, READ, "not_arrived"],
  [xssId("csp"), null, UNREAD, "policy"],
  [xssId("csp"), DONE, UNREAD, null],
  [sizeId("4096"), DONE, READ, null],
  [sizeId("4097"), ARRIVED, READ, "not_kept"],
  [sizeId("many"), null, { ...READ, status: 431 }, "too_large"],
  [sizeId("many"), null, UNREAD, "not_arrived"],
  [corsId("star", "omit"), ARRIVED, READ, null],
  [corsId("star", "include"), DONE, UNREAD, "unreadable"],
];

describe("a finding", () => {
  it.each(CASES)("of %s is what both halves say", (cell, arrived, saw, why) => {
    const found = findingsOf({ facts: [mark({ cell, preflight: null, arrived, saw })] }).get(cell);
    expect(found?.finding).toMatchObject({ id: cell, happened: why === null, why });
    const alone = ["unreadable", "preflight", "http_only", "policy", "too_large", "not_arrived"];
    const isWord = why !== null && alone.includes(why) && cell !== xssId("act");
    expect(found?.finding.by).toBe(isWord ? "browser" : "server");
  });

  it("says that only the preflight came where the request itself did not", () => {
    const cell = corsId("star", "json");
    const facts = [mark({ cell, preflight: { ...ARRIVED, method: "OPTIONS" }, arrived: null, saw: UNREAD })];
    expect(findingsOf({ facts }).get(cell)?.finding.why).toBe("preflight");
  });

  it("is made of the first mark of its cell", () => {
    const cell = xssId("read-local");
    const facts = [READ, UNREAD].map((saw) => mark({ cell, preflight: null, arrived: null, saw }));
    expect(findingsOf({ facts }).get(cell)?.finding.happened).toBe(true);
  });
});

describe("the conclusion", () => {
  const bare = recordingOf([], { lanes: [] });

  it("of a run without facts, or with facts of no cell, tells nothing and does not throw", () => {
    const odd: (JsonObject | undefined)[] = [
      undefined,
      {},
      { cell: 7 },
      { cell: "csrf.x" },
      { cell: null, saw: [] },
    ];
    for (const facts of [[], odd.map(mark)]) {
      const { answers, detail } = storage.conclude({ ...bare, facts }, {});
      expect(new Set(Object.values(answers))).toEqual(new Set([null]));
      expect(detail).toEqual({ cells: [], of: CELLS.length });
    }
  });

  it("has a cell for every question, and every cell another id", () => {
    expect(new Set(CELLS.map(({ id }) => id)).size).toBe(CELLS.length);
    const facts = CELLS.map(({ id }) => mark({ cell: id, preflight: null, arrived: null, saw: UNREAD }));
    const { answers } = storage.conclude({ ...bare, facts }, {});
    expect(Object.keys(answers).sort()).toEqual(storage.questions.map(({ id }) => id).sort());
    expect(new Set(Object.values(answers))).toEqual(new Set(["blocked"]));
    expect(cellOf("toString")).toBeNull();
  });
});

const mark = (detail: JsonObject | undefined): MarkFact =>
  markOf({ act: "cell", ...(detail ? { detail } : {}) });
