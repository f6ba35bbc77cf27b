// Owns making a variant of the app in a folder of its own: the same sources with a few files changed or left
// out, and node_modules by hard links, because Next's bundler follows no links out of its folder. Used to
// measure and to attack the app without its proxy.

import { cpSync, existsSync, linkSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const LEFT_OUT = [".git", ".next", ".bench", "data", "node_modules", "test-results", "e2e"];

export interface VariantChanges {
  /** Files to leave out, relative to the root. */
  without: string[];
  /** Files to replace: name relative to the root → content. */
  replace?: Record<string, string>;
}

/** Copies the app at `root` to `folder`, which must lie on the same disk; what was there before is replaced. */
export function makeVariant(root: string, folder: string, { without, replace = {} }: VariantChanges): void {
  for (const entry of existsSync(folder) ? readdirSync(folder) : [])
    if (entry !== "node_modules" && entry !== ".next") rmSync(path.join(folder, entry), { recursive: true });
  mkdirSync(folder, { recursive: true });
  for (const entry of readdirSync(root).filter((name) => !LEFT_OUT.includes(name)))
    cpSync(path.join(root, entry), path.join(folder, entry), { recursive: true });
  for (const file of without) rmSync(path.join(folder, file));
  for (const [file, content] of Object.entries(replace)) writeFileSync(path.join(folder, file), content);
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
