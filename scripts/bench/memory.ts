// Measures what traffic leaves in memory: many checks of many different credentials. What a check remembers has a
// bound, so afterwards the process is hardly larger than before.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { ModeName } from "../../lib/auth/contract";
import { policyOf } from "./checks";
import { type BenchDatabase, person } from "./database";
import { type Line, within } from "./report";

export interface Traffic {
  checks: number;
  credentials: number;
}

const CLIENT = { ip: "192.0.2.7", userAgent: "Bench/1.0" };
/** Every tenth is a session: opening a seal for the first time takes twenty times as long as a JWT. */
const SESSION_EVERY = 10;
/** Those who come again and again, between all the others who come once. */
const REGULARS = 1000;
/** The claims of the benchmark's people make tokens of some 600 characters. */
const MAX_TOKEN_LENGTH = 1024;
const MIB = 2 ** 20;

/** How much larger the process is after so many checks than before, both times without what can be collected. */
export async function memoryOfTraffic(database: BenchDatabase, traffic: Traffic): Promise<Line> {
  const { checks, credentials } = traffic;
  const tokenOf = await issueMany(database, credentials);
  const regulars = Math.min(REGULARS, credentials);
  const each = Math.max(1, Math.floor(checks / credentials));
  const check = async (visitor: number) => {
    const mode = modeOf(visitor);
    const verification = await database.auth.modes[mode].verify(tokenOf(visitor));
    if (!verification.active) throw new Error(`${mode}: ${verification.reason}`);
  };
  for (let visitor = 0; visitor < regulars; visitor++) await check(visitor);
  const before = residentBytes();
  for (let visitor = 0; visitor < credentials; visitor++) {
    await check(visitor);
    for (let again = 1; again < each; again++) await check((visitor * each + again) % regulars);
  }
  const grown = (residentBytes() - before) / MIB;
  const inNumbers = (count: number) => count.toLocaleString("en-US");
  const name = `memory that ${inNumbers(checks)} checks of ${inNumbers(credentials)} credentials leave`;
  return within(name, grown, 64, "MiB");
}

const modeOf = (visitor: number): ModeName => (visitor % SESSION_EVERY === 0 ? "session" : "jwt");

/**
 * Signs them in and returns the token of each. The tokens lie in one block outside of the engine's heap, which
 * so many objects of ours would let grow by themselves. Each request brings its token as a text of its own.
 */
async function issueMany(
  { auth, stores, people }: BenchDatabase,
  count: number,
): Promise<(visitor: number) => string> {
  const bytes = Buffer.alloc(count * MAX_TOKEN_LENGTH);
  const lengths = new Uint16Array(count);
  for (let first = 0; first < count; first += 1000)
    await stores.atomically(async () => {
      for (let visitor = first; visitor < Math.min(first + 1000, count); visitor++) {
        const mode = auth.modes[modeOf(visitor)];
        const { token } = await mode.issue(person(visitor % people), CLIENT, policyOf("expiry-only"));
        lengths[visitor] = bytes.write(token, visitor * MAX_TOKEN_LENGTH, MAX_TOKEN_LENGTH, "latin1");
      }
    });
  return (visitor) => {
    const start = visitor * MAX_TOKEN_LENGTH;
    return bytes.toString("latin1", start, start + (lengths[visitor] ?? 0));
  };
}

/** What the process holds of the machine's memory, after a collection. */
function residentBytes(): number {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  collect();
  collect();
  return process.memoryUsage().rss;
}
