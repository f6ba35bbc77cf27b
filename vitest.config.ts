// Unit tests: they stand beside the file they test and run in plain Node, without Next.

import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { defineConfig } from "vitest/config";

const root = import.meta.dirname;

const ALL = ["*.test.ts", "{lib,db,scripts,app}/**/*.test.{ts,tsx}"];

/**
 * A third of the time is spent on loading what is tested. So files share what was loaded, but for those that replace
 * modules or change what outlives a file: settings, the process, the labs' servers.
 */
const NEEDS_ITS_OWN =
  /vi\.(mock|doMock|hoisted|stub\w+|resetModules)\(|process\.(env|chdir|exit|on)\b|globalThis|startLabs|@\/lib\/labs\//;
const alone = globSync(ALL, { cwd: root })
  .filter((file) => NEEDS_ITS_OWN.test(readFileSync(path.join(root, file), "utf8")))
  .map((file) => file.replaceAll(/[[\]()]/g, "\\$&"));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: `${root}/` },
      // The package only guards bundles; outside of one its mere import would throw.
      { find: /^server-only$/, replacement: path.join(root, "node_modules/server-only/empty.js") },
    ],
  },
  test: {
    environment: "node",
    // For what never ends. A slow machine is no fault, and a test that has a bound states it itself.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: "shared", include: ALL, exclude: alone, isolate: false } },
      { extends: true, test: { name: "alone", include: alone } },
    ],
  },
});
