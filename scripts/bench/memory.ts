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
const MIB = 2 ** 20;

/** How much larger the process is after so many checks than before, both times without what can be collected. */
export async function memoryOfTraffic(database: BenchDatabase, traffic: Traffic): Promise<Line> {
  const { checks, credentials } = traffic;
  const visitors = await issueMany(database, credentials);
  const regulars = Math.min(REGULARS, credentials);
  const each = Math.max(1, Math.floor(checks / credentials));
  const check = async ({ mode, token }: Visitor) => {
    const verification = await database.auth.modes[mode].verify(token);
    if (!verification.active) throw new Error(`${mode}: ${verification.reason}`);
  };
  for (const visitor of visitors.slice(0, regulars)) await check(visitor);
  const before = residentBytes();
  for (const [index, visitor] of visitors.entries()) {
    await check(visitor);
    for (let again = 1; again < each; again++) {
      const regular = visitors[(index * each + again) % regulars];
      if (regular) await check(regular);
    }
  }
  const grown = (residentBytes() - before) / MIB;
  const inNumbers = (count: number) => count.toLocaleString("en-US");
  const name = `memory that ${inNumbers(checks)} checks of ${inNumbers(credentials)} credentials leave`;
  return within(name, grown, 64, "MiB");
}

interface Visitor {
  mode: ModeName;
  token: string;
}

async function issueMany({ auth, stores, people }: BenchDatabase, count: number): Promise<Visitor[]> {
  const visitors: Visitor[] = [];
  while (visitors.length < count)
    await stores.atomically(async () => {
      for (let i = 0; i < 1000 && visitors.length < count; i++) {
        const mode = visitors.length % SESSION_EVERY === 0 ? "session" : "jwt";
        const principal = person(visitors.length % people);
        const { token } = await auth.modes[mode].issue(principal, CLIENT, policyOf("expiry-only"));
        visitors.push({ mode, token });
      }
    });
  return visitors;
}

/** What the process holds of the machine's memory, after a collection. */
function residentBytes(): number {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  collect();
  collect();
  return process.memoryUsage().rss;
}
