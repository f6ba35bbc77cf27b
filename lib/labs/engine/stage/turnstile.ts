// Lets work through as it comes; on demand it waits until none is under way, and does one thing alone. It knows
// neither requests nor clocks.

export interface Turnstile {
  pass<T>(work: () => Promise<T>): Promise<T>;
  /** Does `work` when everything that has passed is over, and before anything else passes. */
  alone(work: () => void): Promise<void>;
}

export function createTurnstile(): Turnstile {
  const underWay = new Set<Promise<unknown>>();
  let closed: Promise<void> | null = null;

  return {
    async pass(work) {
      while (closed) await closed;
      const passing = work();
      underWay.add(passing);
      try {
        return await passing;
      } finally {
        underWay.delete(passing);
      }
    },
    async alone(work) {
      while (closed) await closed;
      const { promise, resolve } = Promise.withResolvers<void>();
      closed = promise;
      try {
        await Promise.allSettled(underWay);
        work();
      } finally {
        closed = null;
        resolve();
      }
    },
  };
}
