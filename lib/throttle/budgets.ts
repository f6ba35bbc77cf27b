import "server-only";
import type { Clock } from "@/lib/auth/contract";
import { ThrottledError } from "@/lib/errors/throttled";
import { networksOf } from "@/lib/http/request/networks";
import { createTally, type Tally } from "./tally";

// What one client may do that succeeds: without a bound, whoever is let in could fill the disk or keep the processor
// busy. Far above what people do. In memory, because a budget that writes would double the writes; throttle.ts counts
// failures in the database.

const MINUTE = 60;

interface Budget {
  /** For all that come from one network. */
  network: number;
  /**
   * For each of those whom the caller names, at this network: who stole a credential must not be able to use up
   * what its owner has elsewhere. Left out where nobody is named.
   */
  each?: number;
  seconds: number;
}

export const BUDGETS = {
  /** Password checks, right or wrong, and demo sign-ins. */
  signIn: { network: 600, seconds: 15 * MINUTE },
  signUp: { network: 300, seconds: 15 * MINUTE },
  /** Presses of the front page's button, each an account for minutes: a class in one room, each one trying ten times. */
  visit: { network: 300, seconds: 15 * MINUTE },
  /** Visitors' accounts for a day. */
  stay: { network: 500, seconds: 24 * 60 * MINUTE },
  /** Whatever a signed-in person changes: settings, mode, password, devices, the pair, acts in labs and as an admin. */
  write: { network: 6_000, each: 600, seconds: 10 * MINUTE },
  /** Refresh tokens that are exchanged, for each sign-in. Repeating an exchange writes nothing and is not counted. */
  refresh: { network: 6_000, each: 600, seconds: 10 * MINUTE },
  /** Refusals of a genuine credential that are written into its owner's trail. Beyond, they are only logged. */
  refusal: { network: 600, each: 60, seconds: 10 * MINUTE },
  /** A class in one room, each one starting a run every half minute. Each person's own bound is the labs' business. */
  labStart: { network: 120, seconds: MINUTE },
} as const satisfies Record<string, Budget>;
export type BudgetName = keyof typeof BUDGETS;

export interface Budgets {
  /**
   * Counts one for every network of `address`, and for `who` there. Throws `ThrottledError`, and counts nothing, when
   * one of them has none left.
   */
  spend(budget: BudgetName, address: string, who?: string): void;
}

export function createBudgets(clock: Clock): Budgets {
  const tallyOf = (name: BudgetName): Tally => createTally(BUDGETS[name].seconds, clock);
  const tallies: Readonly<Record<BudgetName, Tally>> = {
    signIn: tallyOf("signIn"),
    signUp: tallyOf("signUp"),
    visit: tallyOf("visit"),
    stay: tallyOf("stay"),
    write: tallyOf("write"),
    refresh: tallyOf("refresh"),
    refusal: tallyOf("refusal"),
    labStart: tallyOf("labStart"),
  };

  return {
    spend(budget, address, who) {
      const tally = tallies[budget];
      const { network, each }: Budget = BUDGETS[budget];
      const networks = networksOf(address);
      const spent = networks.map(({ name, shares }) => ({ key: name, most: network * shares }));
      if (who !== undefined && each !== undefined)
        spent.push({ key: `${who} at ${networks[0].name}`, most: each });
      const wait = Math.max(...spent.map(({ key, most }) => tally.waitSeconds(key, most)));
      if (wait > 0) throw new ThrottledError(wait);
      for (const { key } of spent) tally.count(key);
    },
  };
}
