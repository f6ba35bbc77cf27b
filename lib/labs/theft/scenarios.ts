import "server-only";
import type { ScheduledAct } from "../engine/plan";
import type { TheftActs } from "./acts";

// What happens in each scenario, and when. Whoever exchanges the stolen token first does so at a fixed instant; the
// other does so when the access token has expired, as every client does.

export interface Scenario {
  /** How long an access token lives. `lagSeconds`: the second exchange is to come so long after the first. */
  accessSeconds(lagSeconds: number): number;
  seconds(accessSeconds: number): number;
  /** False: the thief acts once, and is not probed. */
  thiefStays: boolean;
  schedule(acts: TheftActs): ScheduledAct[];
}

const COPY_AT_MS = 1000;
const FIRST_AT_MS = 2000;
const END_AT_MS = 3500;
/** Short, so that expiry is seen within the run. */
const SHORT_SECONDS = 6;

/** Issued shortly before the start and in whole seconds, so that it ends at most a second early. */
const untilSecond = (lagSeconds: number) => lagSeconds + FIRST_AT_MS / 1000 + 1;
/** Until the first of the two is out as well, and some rounds where they are short. */
const rounds = (accessSeconds: number) => Math.max(12, accessSeconds + FIRST_AT_MS / 1000 + 3);
const ending = { accessSeconds: () => SHORT_SECONDS, seconds: () => 11, thiefStays: true };

export const SCENARIOS = {
  "thief-first": {
    accessSeconds: untilSecond,
    seconds: rounds,
    thiefStays: true,
    schedule: (acts) => [
      { at: COPY_AT_MS, run: acts.copy },
      { at: FIRST_AT_MS, run: (stage) => acts.refresh(stage, "thief") },
    ],
  },
  "owner-first": {
    accessSeconds: untilSecond,
    seconds: rounds,
    thiefStays: true,
    schedule: (acts) => [
      { at: COPY_AT_MS, run: acts.copy },
      { at: FIRST_AT_MS, run: (stage) => acts.refresh(stage, "owner") },
    ],
  },
  once: {
    accessSeconds: untilSecond,
    seconds: rounds,
    thiefStays: false,
    schedule: (acts) => [
      { at: COPY_AT_MS, run: acts.copy },
      { at: FIRST_AT_MS, run: acts.useOnce },
    ],
  },
  "sign-out": {
    ...ending,
    schedule: (acts) => [
      { at: COPY_AT_MS, run: acts.copy },
      { at: FIRST_AT_MS, run: (stage) => acts.refresh(stage, "thief") },
      { at: END_AT_MS, run: acts.signOut },
    ],
  },
  password: {
    ...ending,
    schedule: (acts) => [
      { at: COPY_AT_MS, run: acts.copy },
      { at: FIRST_AT_MS, run: (stage) => acts.refresh(stage, "thief") },
      { at: END_AT_MS, run: acts.changePassword },
    ],
  },
  free: { accessSeconds: untilSecond, seconds: () => 60, thiefStays: true, schedule: () => [] },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof SCENARIOS;
