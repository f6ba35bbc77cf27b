import type { LiveAct } from "../engine/plan";
import type { Stage } from "../engine/stage/stage";
import type { Passing } from "./passing";

// What is done with the two devices while the lab's clock is wound on: a few scenarios, and the same steps as acts for
// whoever winds the clock by hand.

export const USED = "used";
export const ALONE = "alone";
/** The act that marks that a run has come to its end. */
export const OVER = "over";

export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Some time of the lab: the device in use asks every so often, or nobody asks anything. Seconds. */
interface Phase {
  label: string;
  seconds: number;
  askedEvery?: number;
}

export const SCENARIOS = {
  "working-day": [{ label: "In use every 10 min, for 12½ h", seconds: 12.5 * HOUR, askedEvery: 10 * MINUTE }],
  lunch: [
    { label: "In use every 10 min, for 3 h", seconds: 3 * HOUR, askedEvery: 10 * MINUTE },
    { label: "An hour’s break", seconds: HOUR },
    { label: "In use again, for 1 h", seconds: HOUR, askedEvery: 10 * MINUTE },
  ],
  weekend: [
    { label: "Friday: in use every 10 min, for 8 h", seconds: 8 * HOUR, askedEvery: 10 * MINUTE },
    { label: "The weekend: 63 h of nothing", seconds: 63 * HOUR },
    { label: "Monday: in use again, for 1 h", seconds: HOUR, askedEvery: 10 * MINUTE },
  ],
  month: [{ label: "In use once a day, for 31 days", seconds: 31 * DAY, askedEvery: DAY }],
} as const satisfies Record<string, readonly Phase[]>;
export type ScenarioName = keyof typeof SCENARIOS;
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as [ScenarioName, ...ScenarioName[]];

/** How long a scenario takes in real time, when it is watched. */
const WATCHED_MS = 9000;

/** Goes through all phases to the close. Ends early when the run does. */
export async function play(
  stage: Stage,
  passing: Passing,
  name: ScenarioName,
  pace: "watch" | "at-once",
): Promise<void> {
  const phases: readonly Phase[] = SCENARIOS[name];
  const steps = phases.reduce((sum, phase) => sum + stepsOf(phase), 0);
  const pauseMs = pace === "watch" ? WATCHED_MS / (steps + 1) : 0;
  for (const phase of phases) if (!(await goThrough(stage, passing, phase, pauseMs))) return;
  await close(stage);
  stage.finish();
}

/** Asks with the device that was left alone, and notes that all has been shown: only now is "to the end" told. */
export async function close(stage: Stage): Promise<void> {
  await askAlone(stage);
  stage.note({ act: OVER, label: "The end" });
}

/** False when the run ended meanwhile. */
async function goThrough(stage: Stage, passing: Passing, phase: Phase, pauseMs: number): Promise<boolean> {
  const { label, seconds, askedEvery } = phase;
  stage.note({ act: askedEvery ? "use" : "wait", label, ...(askedEvery ? { device: USED } : {}) });
  for (let step = 0; step < stepsOf(phase); step++) {
    if (!(await stage.stillRunningAfter(pauseMs))) return false;
    await passing.pass(stage, askedEvery ?? seconds);
    if (askedEvery) await ask(stage, USED);
  }
  return true;
}

const stepsOf = ({ seconds, askedEvery = seconds }: Phase): number => Math.floor(seconds / askedEvery);

/** In every lane at the same time. */
async function ask(stage: Stage, device: string): Promise<void> {
  await Promise.all(stage.laneIds.map((lane) => stage.request(device, lane, "GET", "me")));
}

async function askAlone(stage: Stage): Promise<void> {
  stage.note({ act: "ask", label: "The device left alone is used again", device: ALONE });
  await ask(stage, ALONE);
}

/** What a person can do by hand. The prober asks with the device in use all the while, after each of them at once. */
export function actsByHand(passing: Passing): Record<string, LiveAct> {
  const wind = (label: string, seconds: number): LiveAct => ({
    label: `Wind on ${label}`,
    run: (stage) =>
      stage.act({ act: "wait", label: `${label} of nothing` }, async (detail) => {
        await passing.pass(stage, seconds);
        detail.seconds = seconds;
      }),
  });
  const use = (label: string, seconds: number): LiveAct => ({
    label: `Use it every 10 min, for ${label}`,
    async run(stage) {
      const phase = { label: `In use every 10 min, for ${label}`, seconds, askedEvery: 10 * MINUTE };
      await goThrough(stage, passing, phase, 0);
    },
  });
  return {
    "wind-1m": wind("1 min", MINUTE),
    "wind-10m": wind("10 min", 10 * MINUTE),
    "wind-1h": wind("1 h", HOUR),
    "wind-12h": wind("12 h", 12 * HOUR),
    "wind-7d": wind("7 days", 7 * DAY),
    "use-1h": use("1 h", HOUR),
    "use-12h": use("12 h", 12 * HOUR),
    "ask-alone": { label: "Use the device left alone", run: askAlone },
  };
}
