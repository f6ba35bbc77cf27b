// `npm run bench`: what sign-in checks cost, against the same server's bare route and against checks written by hand, and
// among how many rows, on this machine, in one run. Prints a table with the project's bounds; exits with 1 when one is
// missed. `--only=http` and `--only=scale` measure one half. `--short` shows in half a minute that all of it runs, and
// holds no bounds: so little tells nothing.

import { rmSync } from "node:fs";
import path from "node:path";
import { runAppScript } from "./app-script.ts";
import { startApp } from "./bench/app.ts";
import { pin, unpin } from "./bench/cores.ts";
import { handlers, pages, signIn, underSignIns } from "./bench/http.ts";
import { type Line, report } from "./bench/report.ts";
import { makeMeasuredApp } from "./bench/variant.ts";

const root = path.dirname(import.meta.dirname);
const work = path.join(root, ".bench");
const isShort = process.argv.includes("--short");
/** Short blocks, and many: what the machine does meanwhile then changes between rounds, and not within them. */
const rounds = { rounds: isShort ? 3 : 300, blockMilliseconds: isShort ? 30 : 20 };
/** For what takes a while to get going in every block. */
const longRounds = { rounds: isShort ? 3 : 40, blockMilliseconds: isShort ? 30 : 150 };

const only = process.argv.find((argument) => argument.startsWith("--only="))?.slice("--only=".length);
const halves = { http: overHttp, scale: atScale };
const lines: Line[] = [];
for (const [name, measure] of Object.entries(halves))
  if (!only || only === name) lines.push(...(await measure()));
const how = `${rounds.rounds} rounds of blocks of ${rounds.blockMilliseconds} ms in random order`;
report(lines, how, !isShort);

/** In a process of its own: it uses the app's modules, which this one cannot load. */
async function atScale(): Promise<Line[]> {
  const { code, result, stderr } = await runAppScript("scripts/bench/scale.ts", [
    isShort ? "short" : "whole",
  ]);
  process.stderr.write(stderr);
  if (code !== 0) throw new Error("The benchmarks of size failed.");
  return JSON.parse(result);
}

async function overHttp(): Promise<Line[]> {
  const folder = path.join(work, "measured");
  const dataDir = path.join(work, "measured-data");
  makeMeasuredApp(root, folder);
  const app = await startApp(folder, 3190, dataDir);
  try {
    // One core for the server and another for us: what is measured is not our own work.
    const isPinned = pin(app.pid, 0) && pin(process.pid, 1);
    if (!isPinned) console.error("Server and client share their cores here: the ratios are noisier.");
    const alone = [
      ...(await handlers(app, rounds)),
      ...(await pages(app, rounds)),
      ...(await signIn(app, rounds)),
    ];
    unpin(app.pid);
    return [...alone, ...(await underSignIns(app, longRounds))];
  } finally {
    await app.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
