// Chance that a failing run can name: the same seed picks the same acts and moments. Which request comes first
// is still up to the machine.

export interface Random {
  /** A whole number from 0 up to, but not, `below`. */
  below(below: number): number;
  pick<T>(items: readonly T[]): T;
}

/** "mulberry32". */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
  return {
    below,
    pick(items) {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error("There is nothing to pick from.");
      return item;
    },
  };
}
