// Measures one whole check, decoding and reading, in a small and in a large database: what grows with the rows is
// not found by an index.

import type { IssuePolicy, ModeName, StrategyName } from "../../lib/auth/contract";
import { byName, STRATEGY_NAMES } from "../../lib/auth/names";
import { DEFAULT_POLICY } from "../../lib/auth/policy";
import { measureBlocks, type Rounds, type Subject } from "./blocks";
import { type BenchDatabase, fill, person } from "./database";
import { type Line, lineOf } from "./report";

const CLIENT = { ip: "192.0.2.7", userAgent: "Bench/1.0" };
/** Sign-ins that are checked, spread over the rows of each database. */
const SAMPLE = 1000;

export interface Size {
  sessions: number;
  /** Families, and entries of the denylist. */
  families: number;
}

/** The credentials to check, by mode and strategy. */
export type Sample = Record<"session" | StrategyName, string[]>;

export const policyOf = (revocation: StrategyName): IssuePolicy => ({
  ...DEFAULT_POLICY,
  jwt: { ...DEFAULT_POLICY.jwt, alg: "HS256", accessTtlSeconds: 3600, revocation },
});

/** Fills the tables in ten parts with the sample in between, so that it does not lie together. */
export async function populate(database: BenchDatabase, size: Size): Promise<Sample> {
  const sample = byName(["session", ...STRATEGY_NAMES], (): string[] => []);
  const parts = 10;
  const expires = Date.now() + 3_600_000 * 12;
  fill(database, "versions", database.people, 0);
  for (let part = 0; part < parts; part++) {
    fill(database, "sessions", (size.sessions - SAMPLE) / parts, expires);
    fill(database, "families", Math.max(1, (size.families - SAMPLE) / parts), expires);
    fill(database, "denylist", size.families / parts, expires);
    await database.stores.atomically(async () => {
      for (let i = 0; i < SAMPLE / parts; i++) {
        sample.session.push(await issue(database, "session", "expiry-only"));
        const strategy = STRATEGY_NAMES[i % STRATEGY_NAMES.length] ?? "denylist";
        sample[strategy].push(await issue(database, "jwt", strategy));
      }
    });
  }
  fill(database, "tokens", 0, 0);
  return sample;
}

async function issue({ auth, people }: BenchDatabase, mode: ModeName, strategy: StrategyName) {
  const principal = person(Math.floor(Math.random() * people));
  return (await auth.modes[mode].issue(principal, CLIENT, policyOf(strategy))).token;
}

export interface Populated {
  database: BenchDatabase;
  sample: Sample;
}

/** For sessions and each strategy: a check among many rows against one among few. */
export async function compareChecks(
  many: Populated,
  few: Populated,
  rows: string,
  rounds: Rounds,
): Promise<Line[]> {
  const lines: Line[] = [];
  for (const kind of ["session", ...STRATEGY_NAMES] as const) {
    const blocks = await measureBlocks([checking("many", many, kind), checking("few", few, kind)], rounds);
    lines.push(lineOf(`check, ${kind}: ${rows}`, blocks, "many", "few", { atMost: 1.3 }, "time"));
  }
  return lines;
}

/** Checks the sample, again and again. What is refused is no check that passed: it throws. */
function checking<Name extends string>(
  name: Name,
  { database, sample }: Populated,
  kind: keyof Sample,
): Subject<Name> {
  const { session, jwt } = database.auth.modes;
  const mode = kind === "session" ? session : jwt;
  return {
    name,
    async run(milliseconds) {
      const startedAt = performance.now();
      let count = 0;
      while (performance.now() - startedAt < milliseconds)
        for (const token of sample[kind]) {
          const verification = await mode.verify(token);
          if (!verification.active) throw new Error(`${kind}: ${verification.reason}`);
          count++;
        }
      return { count, milliseconds: performance.now() - startedAt, cpuMilliseconds: null };
    },
  };
}
