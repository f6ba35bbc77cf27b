import type { Clock } from "@/lib/auth/contract";

// A clock that can be wound forward. It belongs to one run: nothing outside its world ever reads it.

export interface LabClock extends Clock {
  /** Seconds ahead of the real time. */
  readonly aheadSeconds: number;
  /** Forward only: what has expired stays expired. */
  wind(seconds: number): void;
}

export function createLabClock(): LabClock {
  let aheadMs = 0;
  return {
    now: () => new Date(Date.now() + aheadMs),
    get aheadSeconds() {
      return aheadMs / 1000;
    },
    wind(seconds) {
      aheadMs += Math.max(0, seconds) * 1000;
    },
  };
}
