// Counters of failed attempts, each within a window of time. Keys come hashed: no store learns of whom.

export interface Counter {
  points: number;
  /** When the window ends, in milliseconds since 1970. From then on the counter counts for nothing. */
  expire: number;
}

/** Faults of the store are `AuthError("store_unavailable")`. */
export interface CounterStore {
  /** The counter as it was last written, over or not; null when there is none. */
  read(key: string): Promise<Counter | null>;
  /** Counts one and answers with the counter after it. A window that is over begins anew; none ends after `end`. */
  count(key: string, now: number, end: number): Promise<Counter>;
  /** Lets the window end at `end`, if it would end later. */
  shorten(key: string, end: number): Promise<void>;
  remove(key: string): Promise<void>;
  /** Removes up to `limit` counters whose window is over. */
  deleteExpired(now: Date, limit: number): Promise<number>;
}
