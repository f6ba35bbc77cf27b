import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { readPlaywright, readVitest } from "./count";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "count-"));
  vi.spyOn(console, "log").mockImplementation(() => {});
});
afterAll(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

describe("readVitest", () => {
  it.each<[string, [number, number, number], number | null, [number, number]]>([
    ["a clean run", [5, 5, 0], 0, [5, 0]],
    ["a failed test", [5, 4, 1], 1, [4, 1]],
    ["a skipped test as failed", [5, 4, 0], 0, [4, 1]],
    ["a file that did not load", [5, 5, 0], 1, [5, 1]],
    ["a runner that was killed", [5, 5, 0], null, [5, 1]],
    ["no test at all as failed", [0, 0, 0], 0, [0, 1]],
  ])("counts %s", (_, [numTotalTests, numPassedTests, numFailedTests], code, [passed, failed]) => {
    const file = report({ numTotalTests, numPassedTests, numFailedTests });
    expect(readVitest(file, code)).toEqual({ passed, failed });
  });

  it("counts a missing or torn report as one failure", () => {
    expect(readVitest(path.join(folder, "none.json"), 0)).toEqual({ passed: 0, failed: 1 });
    expect(readVitest(report("torn"), 0)).toEqual({ passed: 0, failed: 1 });
  });
});

describe("readPlaywright", () => {
  it.each<[string, [number, number, number, number], number | null, [number, number]]>([
    ["a clean run", [5, 0, 0, 0], 0, [5, 0]],
    ["a failed test", [4, 1, 0, 0], 1, [4, 1]],
    ["skipped and flaky tests as failed", [3, 0, 1, 1], 0, [3, 2]],
    ["a server that did not start", [0, 0, 0, 0], 1, [0, 1]],
  ])("counts %s", (_, [expected, unexpected, skipped, flaky], code, [passed, failed]) => {
    const file = report({ stats: { expected, unexpected, skipped, flaky } });
    expect(readPlaywright(file, code)).toEqual({ passed, failed });
  });
});

function report(content: unknown): string {
  const file = path.join(folder, "report.json");
  writeFileSync(file, JSON.stringify(content));
  return file;
}
