// `npm start` and `npm run dev`: prepares, builds when needed, serves. Plain Node runs this file and what it
// imports (types are stripped, nothing is compiled), so it reads the app's settings through prepare.ts.

import { randomUUID } from "node:crypto";
import { enableCompileCache } from "node:module";
import path from "node:path";
import { runAppScript } from "./app-script.ts";
import { ensureBuild, isFresh } from "./build.ts";
import { loadEnvFiles } from "./env-files.ts";
import { type Prepared, readPrepared } from "./prepared.ts";

const root = path.dirname(import.meta.dirname);
const dev = process.argv.includes("--dev");
const stop = new AbortController();

process.chdir(root);
// Next reads these files too; reading them first gives every step the same settings.
loadEnvFiles();
// Whatever the shell says: React and Next choose their code by it.
Object.assign(process.env, { NODE_ENV: dev ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" });
process.env.INSTANCE_ID ||= randomUUID().slice(0, 8);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());
if (process.env.npm_lifecycle_event) stopWithParent();

await start();

async function start(): Promise<void> {
  // What Node compiled for one start need not be compiled again for the next: a quarter of it. Beside the build it is of.
  enableCompileCache(path.join(root, ".next", "compiled"));
  const preparing = prepare();
  // Loaded late: Next must not see NODE_ENV before it is set. The other process takes as long.
  const server = import("./server.ts");
  const isBuilt = !dev && isFresh(root);
  const prepared = await preparing;
  if (!dev && !isBuilt) await build();
  const { serve } = await server;
  const close = await serve(prepared, { root, dev }).catch((error) => leave(1, oneLine(error)));
  console.log(banner(prepared));
  const finish = () => close().then(() => process.exit(0));
  if (stop.signal.aborted) return finish();
  stop.signal.addEventListener("abort", finish);
}

async function prepare(): Promise<Prepared> {
  const { code, stderr, result } = await runAppScript("scripts/prepare.ts", ["--serve"], {
    signal: stop.signal,
  });
  if (stop.signal.aborted) leave(0);
  if (code !== 0) leave(1, stderr);
  return readPrepared(result);
}

async function build(): Promise<void> {
  const onStart = () => console.log("Building (takes half a minute; the next start is quick)");
  const outcome = await ensureBuild(root, { onStart, signal: stop.signal });
  if (stop.signal.aborted) leave(0);
  if (outcome.kind === "failed") leave(1, `${outcome.output}\nThe build failed.`);
}

function banner({ origin, demo, notes, place, cookieSecure, isLoopback }: Prepared): string {
  const lines = [`Coatcheck is running at ${origin}`];
  if (demo) lines.push(`  Demo accounts  ${demo.accounts.join(", ")}`, `  Password       ${demo.password}`);
  lines.push(`  Data           ${place}`);
  lines.push(...notes.map((note) => `  Note: ${note}`));
  if (!cookieSecure) lines.push("  Warning: COOKIE_SECURE is off, cookies travel unprotected");
  if (!isLoopback && origin.startsWith("http:")) {
    lines.push("  Warning: browsers keep the cookies only when APP_ORIGIN is https");
  }
  return lines.join("\n");
}

function oneLine(error: unknown): string {
  if (error instanceof Error && error.name === "ListenError") return error.message;
  throw error;
}

function leave(code: number, message = ""): never {
  if (message) process.stderr.write(`${message.trimEnd()}\n`);
  process.exit(code);
}

/** npm starts this through a shell, which ends on SIGTERM without passing it on: losing it is the signal. */
function stopWithParent(): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop.abort(), 250).unref();
}
