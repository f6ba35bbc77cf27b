// The same build without its proxy, started in a folder of its own: what is left when a matcher misses a path or a
// framework bug skips the proxy (CVE-2025-29927).

import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { makeVariant } from "../../scripts/variant";
import { ROOT, type Server, startServer } from "./server";

export interface Target {
  name: "with the proxy" | "without the proxy";
  origin: string;
  /** Where its sources and its build lie. */
  root: string;
}

export async function startWithoutProxy(): Promise<{ target: Target; server: Server }> {
  const folder = path.join(ROOT, "test-results", "no-proxy");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
  makeVariant(ROOT, folder);
  const build = path.join(folder, ".next");
  const isNeeded = (file: string) => !/\.next\/(cache|build|trace)$/.test(file);
  cpSync(path.join(ROOT, ".next"), build, { recursive: true, verbatimSymlinks: true, filter: isNeeded });
  forgetProxy(path.join(build, "server", "functions-config-manifest.json"));
  const server = await startServer({ folder });
  return { server, target: { name: "without the proxy", origin: server.origin, root: folder } };
}

/** Takes out the entry by which Next knows that there is a proxy. Throws when Next has moved it. */
function forgetProxy(manifest: string): void {
  const { functions, ...rest }: { functions: Record<string, unknown> } = JSON.parse(
    readFileSync(manifest, "utf8"),
  );
  const { "/_middleware": proxy, ...others } = functions;
  if (!proxy) throw new Error(`No proxy in ${manifest}.`);
  writeFileSync(manifest, JSON.stringify({ ...rest, functions: others }));
}
