import { execFile } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

// What CI runs ends with the count, whatever npm does. npm is a stand-in here.

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "ci-"));
  mkdirSync(path.join(folder, "project/.ci"), { recursive: true });
  cpSync(path.join(import.meta.dirname, "../.ci/run"), path.join(folder, "project/.ci/run"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it.each<[string, string, string, number]>([
  ["tests that pass", 'echo; echo "12 passed, 0 failed"', "12 passed, 0 failed", 0],
  ["tests that fail", 'echo "11 passed, 1 failed"; echo "npm error" >&2; exit 1', "11 passed, 1 failed", 1],
  [
    "tests that were killed",
    'echo "-- unit: 3 passed, 0 failed, 1.0 s"; kill -9 $$',
    "0 passed, 1 failed",
    137,
  ],
  ["a crash after a count", 'echo "3 passed, 0 failed"; exit 7', "0 passed, 1 failed", 7],
  ["no count at all", "true", "0 passed, 1 failed", 1],
  ["npm ci that fails", "CI", "0 passed, 1 failed", 1],
])("the last line and the exit code tell of %s", async (_, tests, lastLine, exitCode) => {
  const install = tests === "CI" ? "exit 3" : "true";
  const npm = path.join(folder, "npm");
  const wanted = '[ "$*" = "test -- --and-services" ] || exit 9';
  writeFileSync(npm, `#!/bin/sh\nif [ "$1" = ci ]; then ${install}; exit; fi\n${wanted}\n${tests}\n`);
  chmodSync(npm, 0o755);
  const { code, stdout } = await new Promise<{ code: unknown; stdout: string }>((resolve) => {
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
    execFile("bash", [path.join(folder, "project/.ci/run")], { env }, (error, output) =>
      resolve({ code: error?.code ?? 0, stdout: output }),
    );
  });
  expect({ last: stdout.trimEnd().split("\n").at(-1), code }).toEqual({ last: lastLine, code: exitCode });
});
