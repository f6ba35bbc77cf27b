import { AsyncLocalStorage } from "node:async_hooks";
import type { Atomically } from "../parts";

// Turns a backend's begin, commit and rollback into `Atomically`. One connection has one transaction at a time,
// so whoever is not part of it waits for its turn; a call made from within is recognized and joins.

export interface Transaction {
  begin(): void;
  commit(): void;
  rollback(): void;
}

export function createAtomically(transaction: Transaction): Atomically {
  const membership = new AsyncLocalStorage<{ open: boolean }>();
  let last: Promise<unknown> = Promise.resolve();

  async function run<T>(work: () => Promise<T>): Promise<T> {
    // Not a plain flag: what was started within but goes on after the end must not join the next one.
    const member = { open: true };
    transaction.begin();
    try {
      const result = await membership.run(member, work);
      transaction.commit();
      return result;
    } catch (error) {
      transaction.rollback();
      throw error;
    } finally {
      member.open = false;
    }
  }

  return (work) => {
    if (membership.getStore()?.open) return work();
    const turn = last.then(() => run(work));
    last = turn.catch(() => {});
    return turn;
  };
}
