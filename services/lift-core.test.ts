import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LiftedApp, liftIntoNewApp, PROJECT } from "../lib/auth/testing/lifted";

// lib/auth copied into a folder with nothing else of ours: under the strictest compiler settings, and with its own tests.

describe("lifted into a new app, lib/auth", () => {
  let lifted: LiftedApp;
  beforeAll(() => {
    lifted = liftIntoNewApp();
  });
  afterAll(() => lifted.remove());

  const run = (tool: string, ...args: string[]) =>
    promisify(execFile)(path.join(PROJECT, "node_modules/.bin", tool), args, {
      cwd: lifted.folder,
      // The stores that need a server are tested where ours is; here they have to say so and no more.
      env: { ...process.env, TEST_POSTGRES_URL: "", TEST_REDIS_URL: "" },
    }).then(
      ({ stdout }) => stdout,
      (error: { stdout?: string }) => `failed: ${error.stdout || error}`,
    );

  it("compiles strictly with its tests and the README's example", async () => {
    expect(await run("tsc", "--noEmit")).toBe("");
  });

  it("passes its contract suites", async () => {
    const output = await run("vitest", "run", "--no-color", "lib/auth/create-auth", "lib/auth/stores");
    expect(output).toMatch(/Test Files +6 passed \(6\)/);
  });
});
