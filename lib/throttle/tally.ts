import { LRUCache } from "lru-cache";
import type { Clock } from "@/lib/auth/contract";

// Counts what happens, by key, in windows of time. In memory and bounded: the keys that were quiet the longest are
// forgotten first, and a restart forgets all.

const MAX_KEYS = 20_000;

export interface Tally {
  /** Whole seconds until this key has happened less than `most` times; 0 when it has now. */
  waitSeconds(key: string, most: number): number;
  count(key: string): void;
}

interface Window {
  count: number;
  /** Milliseconds since 1970. */
  endsAt: number;
}

/** A window begins with the first thing that is counted in it. */
export function createTally(windowSeconds: number, clock: Clock): Tally {
  const windows = new LRUCache<string, Window>({ max: MAX_KEYS });
  const length = windowSeconds * 1000;

  function current(key: string, now: number): Window {
    const window = windows.get(key);
    if (!window || window.endsAt <= now) return { count: 0, endsAt: now + length };
    // A clock that was ahead and is right again leaves no window that is longer than any other.
    window.endsAt = Math.min(window.endsAt, now + length);
    return window;
  }

  return {
    waitSeconds(key, most) {
      const now = clock.now().getTime();
      const { count, endsAt } = current(key, now);
      return count < most ? 0 : Math.max(1, Math.ceil((endsAt - now) / 1000));
    },
    count(key) {
      const window = current(key, clock.now().getTime());
      windows.set(key, { ...window, count: window.count + 1 });
    },
  };
}
