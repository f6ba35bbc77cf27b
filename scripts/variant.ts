// Owns making a variant of the app in a folder of its own: the same sources with a few files changed, and node_modules
// by hard links, because Next's bundler follows no links out of its folder. Used to measure and to attack the app.

import { cpSync, existsSync, linkSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const LEFT_OUT = [".git", ".next", ".bench", "data", "node_modules", "test-results", "e2e"];

/**
 * Copies the app at `root` to `folder`, which must lie on the same disk, with `files` (name relative to the root →
 * content) besides or instead. What was there before is replaced, but for the last build.
 */
export function makeVariant(
  root: string,
  folder: string,
  files: Readonly<Record<string, string>> = {},
): void {
  for (const entry of existsSync(folder) ? readdirSync(folder) : [])
    if (entry !== "node_modules" && entry !== ".next") rmSync(path.join(folder, entry), { recursive: true });
  mkdirSync(folder, { recursive: true });
  for (const entry of readdirSync(root).filter((name) => !LEFT_OUT.includes(name)))
    cpSync(path.join(root, entry), path.join(folder, entry), { recursive: true });
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  }
  const modules = path.join(folder, "node_modules");
  if (!existsSync(modules)) hardLink(path.join(root, "node_modules"), modules);
}

function hardLink(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) hardLink(source, target);
    else if (entry.isFile()) linkSync(source, target);
    else cpSync(source, target, { verbatimSymlinks: true });
  }
}
