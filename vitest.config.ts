// Unit tests: they stand beside the file they test and run in plain Node, without Next.

import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const root = import.meta.dirname;

const ALL = ["*.test.ts", "{lib,db,scripts,app}/**/*.test.{ts,tsx}"];

/**
 * Much of the time is spent on loading what is tested. So files share what was loaded, but for those that replace
 * modules. Each file puts back what else it changes.
 */
const NEEDS_ITS_OWN = /vi\.(mock|doMock|resetModules)\(/;
const alone = globSync(ALL, { cwd: root })
  .filter((file) => NEEDS_ITS_OWN.test(readFileSync(path.join(root, file), "utf8")))
  .map((file) => file.replaceAll(/[[\]()]/g, "\\$&"));

/** Measures how long others wait, so nothing may run beside it. */
const TIMED = ["app/api/flood.test.ts"];

/** Runs of a lab last for seconds in which little is computed. */
const MOSTLY_WAITS = /startLabs|startRegistry|useLabs/;
/** Starts programs or tries many values. */
const TAKES_LONG = /node:child_process|"\.\/run"|fast-check|monitorEventLoopDelay/;

/** What takes long first, so that nothing long is left for the end, and one that waits beside two that compute. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isShared = ({ project }: TestSpecification) => project.name === "shared";
    const texts = new Map(sorted.map((file) => [file, readFileSync(file.moduleId, "utf8")]));
    const matching = (pattern: RegExp) =>
      sorted.filter((file) => isShared(file) && pattern.test(texts.get(file) ?? ""));
    const waiting = matching(MOSTLY_WAITS);
    const computing = new Set([...matching(TAKES_LONG), ...sorted.filter(isShared)]);
    for (const file of waiting) computing.delete(file);
    const dealt = [...computing].flatMap((file, index) =>
      index % 2 === 0 ? [...waiting.splice(0, 1), file] : [file],
    );
    return [...sorted.filter((file) => !isShared(file)), ...dealt, ...waiting];
  }
}

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: `${root}/` },
      // The package only guards bundles; outside of one its mere import would throw.
      { find: /^server-only$/, replacement: path.join(root, "node_modules/server-only/empty.js") },
      // Next gives no request to a test; here a test says whose it is.
      { find: /^next\/headers$/, replacement: path.join(root, "lib/web/testing/next-headers.ts") },
    ],
  },
  test: {
    environment: "node",
    globalSetup: ["scripts/vitest-postgres.ts", "scripts/vitest-redis.ts"],
    // As next.config.ts turns it on: a page may answer 403.
    env: { __NEXT_EXPERIMENTAL_AUTH_INTERRUPTS: "true" },
    // For what never ends. A slow machine is no fault, and a test that has a bound states it itself.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One more than the cores of a small machine: the labs and the tests that start programs mostly wait.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: { name: "shared", include: ALL, exclude: [...alone, ...TIMED], isolate: false },
      },
      { extends: true, test: { name: "alone", include: alone } },
      {
        extends: true,
        test: { name: "timed", include: TIMED, isolate: false, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
