// Measures one whole check, decoding and reading, in a small and in a large database: what grows with the rows is
// not found by an index.

import type { IssuePolicy, ModeName, StrategyName } from "../../lib/auth/contract";
import { DEFAULT_POLICY, STRATEGY_NAMES } from "../../lib/auth/policy";
import { type BenchDatabase, fill, person } from "./database";
import { compare } from "./measure";
import type { Bounded } from "./report";

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
  const sample: Sample = {
    session: [],
    ...{ "expiry-only": [], denylist: [], "token-version": [], introspection: [] },
  };
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

/** For sessions and each strategy: a check among many rows against one among few, in microseconds. */
export async function compareChecks(
  many: Populated,
  few: Populated,
  rows: string,
  rounds: number,
): Promise<Bounded[]> {
  const results: Bounded[] = [];
  for (const kind of ["session", ...STRATEGY_NAMES] as const) {
    const comparison = await compare(
      `check, ${kind}: ${rows}`,
      () => microseconds(many, kind),
      () => microseconds(few, kind),
      rounds,
    );
    results.push({ ...comparison, unit: "µs", bound: { atMost: 1.5 } });
  }
  return results;
}

const TIMES = 4;

/** Of one check, over the whole sample several times. What is refused is no check that passed: it throws. */
async function microseconds({ database, sample }: Populated, kind: keyof Sample): Promise<number> {
  const { modes } = database.auth;
  const mode = kind in modes ? modes.session : modes.jwt;
  const startedAt = performance.now();
  for (let time = 0; time < TIMES; time++)
    for (const token of sample[kind]) {
      const verification = await mode.verify(token);
      if (!verification.active) throw new Error(`${kind}: ${verification.reason}`);
    }
  return ((performance.now() - startedAt) * 1000) / (TIMES * sample[kind].length);
}
