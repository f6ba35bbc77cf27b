import { AuthError } from "../errors";
import type { Stores } from "../parts";

// Stores in front of stores: they write down every call, and wait or fail when a test wants them to.

export interface CountingStores extends Stores {
  /** "sessions.find" and so on, in the order of the calls. */
  calls: string[];
  /** While true, every call fails as that of a store does which cannot be reached. */
  down: boolean;
  /** Runs before every call, which waits for it. */
  beforeCall: (call: string) => Promise<unknown>;
}

export function countCalls(stores: Stores): CountingStores {
  function reach(): void {
    if (counting.down) throw new AuthError("store_unavailable", "The test took the store down.");
  }
  const through = <S extends object>(name: string, store: S): S =>
    new Proxy(store, {
      get(target, method) {
        const call: unknown = Reflect.get(target, method);
        if (typeof call !== "function") return call;
        return async (...args: unknown[]) => {
          const full = `${name}.${String(method)}`;
          counting.calls.push(full);
          await counting.beforeCall(full);
          reach();
          return Reflect.apply(call, target, args);
        };
      },
    });
  const counting: CountingStores = {
    calls: [],
    down: false,
    beforeCall: async () => {},
    sessions: through("sessions", stores.sessions),
    refreshTokens: through("refreshTokens", stores.refreshTokens),
    revocations: through("revocations", stores.revocations),
    atomically: Object.assign(
      async <T>(work: () => Promise<T>) => {
        reach();
        return stores.atomically(work);
      },
      { afterCommit: stores.atomically.afterCommit },
    ),
  };
  return counting;
}
