// Owns what the two test runners' reports add up to. Nothing that did not pass is overlooked: a skipped test
// is a failed one, and so is a runner that reports nothing or ends badly without saying which test it was.

import { readFileSync } from "node:fs";
import { z } from "zod";

export interface Tally {
  passed: number;
  failed: number;
}

const vitest = z.object({
  numTotalTests: z.number(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
});
const playwright = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), skipped: z.number(), flaky: z.number() }),
});

/** Counts Vitest's JSON report; `code` is how the runner ended. */
export function readVitest(file: string, code: number | null): Tally {
  const report = read(file, vitest);
  if (!report) return noReport();
  const { numTotalTests: total, numPassedTests: passed, numFailedTests: failed } = report;
  return settle({ passed, failed, skipped: total - passed - failed }, code);
}

/** Counts Playwright's JSON report; a test that passed only on a second try has failed. */
export function readPlaywright(file: string, code: number | null): Tally {
  const report = read(file, playwright);
  if (!report) return noReport();
  const { expected, unexpected, skipped, flaky } = report.stats;
  return settle({ passed: expected, failed: unexpected + flaky, skipped }, code);
}

function settle({ passed, failed, skipped }: Tally & { skipped: number }, code: number | null): Tally {
  if (skipped > 0) console.log(`${skipped} skipped tests count as failed`);
  const named = failed + skipped;
  const crashed = (code !== 0 && named === 0) || passed + named === 0;
  if (crashed) console.log("The runner failed without naming a test: counted as one failure");
  return { passed, failed: named + (crashed ? 1 : 0) };
}

function noReport(): Tally {
  console.log("The runner left no report: counted as one failure");
  return { passed: 0, failed: 1 };
}

function read<T>(file: string, shape: z.ZodType<T>): T | null {
  try {
    return shape.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}
