import { AsyncLocalStorage } from "node:async_hooks";
import type { Atomically } from "../parts";

// Turns a backend's begin, commit and rollback into `Atomically`. One connection has one transaction at a time,
// so whoever is not part of it waits for its turn; a call made from within is recognized and joins.

export interface Transaction {
  begin(): void;
  commit(): void;
  rollback(): void;
}

interface Member {
  open: boolean;
  /** What waits for the commit. */
  effects: (() => void)[];
}

export function createAtomically(transaction: Transaction): Atomically {
  const membership = new AsyncLocalStorage<Member>();
  let last: Promise<unknown> = Promise.resolve();

  async function run<T>(work: () => Promise<T>): Promise<T> {
    // Not a plain flag: what was started within but goes on after the end must not join the next one.
    const member: Member = { open: true, effects: [] };
    let result: T;
    transaction.begin();
    try {
      result = await membership.run(member, work);
      transaction.commit();
    } catch (error) {
      transaction.rollback();
      throw error;
    } finally {
      member.open = false;
    }
    for (const effect of member.effects) effect();
    return result;
  }

  function atomically<T>(work: () => Promise<T>): Promise<T> {
    if (membership.getStore()?.open) return work();
    const turn = last.then(() => run(work));
    last = turn.catch(() => {});
    return turn;
  }
  return Object.assign(atomically, {
    afterCommit(effect: () => void) {
      const member = membership.getStore();
      if (member?.open) member.effects.push(effect);
      else effect();
    },
  });
}
