// The benchmarks of size: what a check, an ending, an exchange and a sweep cost among a thousand rows and among a
// million, and what traffic leaves in memory. An app script, because it uses the app's own stores; it hands its results
// to bench.ts on file descriptor 3. Its databases lie in a temporary folder and go with it.

import { mkdtempSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Rounds } from "./blocks";
import { compareChecks, populate, type Size } from "./checks";
import { createBenchDatabase } from "./database";
import { memoryOfTraffic, type Traffic } from "./memory";
import { pruning } from "./pruning";
import type { Line } from "./report";
import { commits, rotations, signOutEverywhere } from "./writes";

const isShort = process.argv[2] === "short";
const FEW: Size = { sessions: 1000, families: 1000 };
const MANY: Size = isShort ? { sessions: 5000, families: 2000 } : { sessions: 1_000_000, families: 200_000 };
const TRAFFIC: Traffic = isShort
  ? { checks: 20_000, credentials: 2000 }
  : { checks: 2_000_000, credentials: 200_000 };
const EXPIRED = isShort ? 200 : 100_000;
const ROUNDS: Rounds = isShort
  ? { rounds: 2, blockMilliseconds: 10 }
  : { rounds: 60, blockMilliseconds: 100 };

const folder = mkdtempSync(path.join(tmpdir(), "coatcheck-bench-"));
try {
  writeSync(3, JSON.stringify(await measure()));
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(): Promise<Line[]> {
  const open = async (name: string, size: Size) => {
    const database = await createBenchDatabase(path.join(folder, `${name}.db`), size.sessions / 5);
    return { database, sample: await populate(database, size) };
  };
  // First, before anything else has taken memory that is free again and would hide what grows.
  const memory = await memoryOfTraffic(
    await createBenchDatabase(path.join(folder, "traffic.db"), 1000),
    TRAFFIC,
  );
  const [few, many] = [await open("few", FEW), await open("many", MANY)];
  const check = () => many.database.auth.modes.session.verify(many.sample.session[0] ?? "");
  const sizes = `${MANY.sessions.toLocaleString("en-US")} sessions, ${MANY.families.toLocaleString("en-US")} families`;
  return [
    ...(await compareChecks(many, few, `${sizes} ÷ 1,000`, ROUNDS)),
    await signOutEverywhere(many.database, isShort ? 1 : 9),
    await rotations(many.database, ROUNDS),
    await commits(many.database, ROUNDS),
    ...(await pruning(many.database, EXPIRED, check)),
    memory,
  ];
}
