// Unit tests: they stand beside the file they test and run in plain Node, without Next.

import path from "node:path";
import { defineConfig } from "vitest/config";

const root = import.meta.dirname;

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
    include: ["*.test.ts", "{lib,db,scripts,app}/**/*.test.{ts,tsx}"],
    // For what never ends. A slow machine is no fault, and a test that has a bound states it itself.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
