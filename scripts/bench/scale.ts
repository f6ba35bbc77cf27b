// The benchmarks of size: what a check, an ending, an exchange and a sweep cost among a thousand rows and among a
// million. Runs under tsx, because it uses the app's own stores, and hands its results to bench.ts on file
// descriptor 3. Its databases lie in a temporary folder and go with it.

import { mkdtempSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { compareChecks, populate, type Size } from "./checks";
import { createBenchDatabase } from "./database";
import { pruning } from "./pruning";
import type { Bounded } from "./report";
import { commits, rotations, signOutEverywhere } from "./writes";

const FEW: Size = { sessions: 1000, families: 1000 };
const MANY: Size = { sessions: 1_000_000, families: 200_000 };
const EXPIRED = 100_000;

const rounds = Number(process.argv[2] ?? 9);
const folder = mkdtempSync(path.join(tmpdir(), "coatcheck-bench-"));
try {
  writeSync(3, JSON.stringify(await measure()));
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(): Promise<Bounded[]> {
  const open = async (name: string, size: Size) => {
    const database = await createBenchDatabase(path.join(folder, `${name}.db`), size.sessions / 5);
    return { database, sample: await populate(database, size) };
  };
  const [few, many] = [await open("few", FEW), await open("many", MANY)];
  const check = () => many.database.auth.modes.session.verify(many.sample.session[0] ?? "");
  return [
    ...(await compareChecks(many, few, "1,000,000 sessions, 200,000 families ÷ 1,000", rounds)),
    await signOutEverywhere(many.database, rounds),
    await rotations(many.database, rounds),
    await commits(many.database, rounds),
    ...(await pruning(many.database, EXPIRED, check)),
  ];
}
