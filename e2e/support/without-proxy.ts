// The same app without its proxy, built and started in a folder of its own: what is left when a matcher
// misses a path or a framework bug skips the proxy (CVE-2025-29927). The folder is kept, so only the first run
// and runs after a change pay for the build.

import { readFileSync } from "node:fs";
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
  const folder = path.join(ROOT, ".bench", "no-proxy");
  makeVariant(ROOT, folder, { without: ["proxy.ts"], replace: { "next.config.ts": untyped() } });
  const server = await startServer({ folder });
  return { server, target: { name: "without the proxy", origin: server.origin, root: folder } };
}

/** The types are checked once, in the app itself; here that would only cost time. */
function untyped(): string {
  const config = readFileSync(path.join(ROOT, "next.config.ts"), "utf8");
  return config.replace("nextConfig: NextConfig = {", "$& typescript: { ignoreBuildErrors: true },");
}
