// Owns the production build: makes one when what it is made from has changed, and only then. The fingerprint
// lies inside .next, beside the build it speaks of, and names that build's id, so it cannot outlive it.

import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { TEST_FILES } from "../app/docs/_facts/list.ts";
import { run } from "./run.ts";
import { compressAssets } from "./server/assets.ts";

/** Everything a build reads. Tests are left out, so writing one costs no rebuild, but for those that the docs show. */
const SOURCES = [
  "{app,lib,db,public}/**/*",
  "{proxy,instrumentation,instrumentation-client}.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
  "docs/**/*.md",
  "README.md",
];
const TESTS = /\.test\.tsx?$/;

export type BuildOutcome = { kind: "fresh" } | { kind: "built" } | { kind: "failed"; output: string };

export interface BuildOptions {
  /** Called before a build starts, which takes a while. */
  onStart?: () => void;
  signal?: AbortSignal;
}

/** Whether .next holds a production build of the sources as they are now. */
export const isFresh = (root: string): boolean => readStamp(root) === fingerprint(root);

/** Makes sure that .next holds a production build of the sources as they are now. */
export async function ensureBuild(root: string, options: BuildOptions = {}): Promise<BuildOutcome> {
  const wanted = fingerprint(root);
  if (readStamp(root) === wanted) return { kind: "fresh" };
  options.onStart?.();
  const next = createRequire(path.join(root, "package.json")).resolve("next/dist/bin/next");
  const { code, stdout, stderr } = await run(process.execPath, [next, "build"], {
    cwd: root,
    // The bundler runs loaders with the `node` that it finds first.
    env: {
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      PATH: [path.dirname(process.execPath), process.env.PATH].join(path.delimiter),
    },
    ...(options.signal ? { signal: options.signal } : {}),
  });
  if (code !== 0) return { kind: "failed", output: `${stdout}${stderr}`.trim() };
  compressAssets(root);
  writeFileSync(stampFile(root), `${buildId(root)} ${wanted}\n`);
  return { kind: "built" };
}

/** A hash over the contents of every source and over what compiles them. */
export function fingerprint(root: string): string {
  const hash = createHash("sha256").update(`${process.version} ${process.platform} ${process.arch}\n`);
  // Next puts it into the build, so that several instances understand each other's forms.
  hash.update(`${process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ?? ""}\n`);
  const entries = globSync(SOURCES, { cwd: root, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry) => path.join(entry.parentPath, entry.name)).sort();
  for (const file of files) {
    const name = path.relative(root, file);
    if (TESTS.test(name) && !TEST_FILES.includes(name.replaceAll(path.sep, "/"))) continue;
    const content = readFileSync(file);
    hash.update(`${name} ${content.length}\n`).update(content);
  }
  return hash.digest("hex");
}

function readStamp(root: string): string | null {
  if (!existsSync(stampFile(root))) return null;
  const [id, stamp] = readFileSync(stampFile(root), "utf8").trim().split(" ");
  return id === buildId(root) ? (stamp ?? null) : null;
}

function buildId(root: string): string {
  const file = path.join(root, ".next", "BUILD_ID");
  return existsSync(file) ? readFileSync(file, "utf8").trim() : "none";
}

function stampFile(root: string): string {
  return path.join(root, ".next", "coatcheck-build");
}
