import type { Role } from "@/lib/auth/contract";
import type { Device, JsonObject, LaneSpec } from "../contract";
import type { ProbeSpec } from "./stage/prober";
import type { Stage } from "./stage/stage";
import type { Decorate } from "./world/world";

// What the engine is given to run: types, and the bounds of what may be asked of it. A lab whose parameters allow
// more has a fault, and its run does not begin.

export interface ScheduledAct {
  /** Milliseconds after the start. */
  at: number;
  /** Records what it does through the stage. What it throws fails the run. */
  run(stage: Stage): Promise<void>;
}

/** Something the person can do while the run goes on. */
export interface LiveAct {
  label: string;
  /** The name of its mark, for what can be done once: from then on it is not offered. */
  once?: string;
  run(stage: Stage, input: JsonObject): Promise<void>;
}

export interface Plan {
  lanes: readonly LaneSpec[];
  devices: readonly Device[];
  /** At most `MAX_SECONDS`. */
  seconds: number;
  probes: readonly ProbeSpec[];
  /** Before the start: who is signed in where. */
  prepare(stage: Stage): Promise<void>;
  schedule: readonly ScheduledAct[];
  acts?: Readonly<Record<string, LiveAct>>;
  /** Default "user". */
  ownerRole?: Role;
  /** Every answer says how it came about: for labs that show it. */
  traced?: boolean;
  /** Puts another implementation of the contract in a lane's place, for labs that compare. */
  decorate?: Decorate;
}

export const MAX_SECONDS = 120;
export const MAX_LANES = 12;
export const MAX_DEVICES = 60;
/** Of all probes of a run together. */
export const MAX_PROBES_A_SECOND = 120;

const ID = /^[a-z0-9-]{1,40}$/;

/** Throws, naming the bound, for a plan that is beyond one. */
export function checkPlan({ lanes, devices, seconds, probes }: Plan): void {
  const perSecond = probes.reduce(
    (sum, probe) => sum + ((probe.lanes ?? lanes).length * 1000) / Math.max(1, probe.everyMs),
    0,
  );
  check(seconds > 0 && seconds <= MAX_SECONDS, `${seconds} seconds: a run lasts at most ${MAX_SECONDS}.`);
  check(lanes.length <= MAX_LANES, `${lanes.length} lanes: a run has at most ${MAX_LANES}.`);
  check(devices.length <= MAX_DEVICES, `${devices.length} devices: a run has at most ${MAX_DEVICES}.`);
  check(perSecond <= MAX_PROBES_A_SECOND, `${perSecond} probes a second: at most ${MAX_PROBES_A_SECOND}.`);
  for (const ids of [lanes, devices].map((list) => list.map(({ id }) => id)))
    check(
      new Set(ids).size === ids.length && ids.every((id) => ID.test(id)),
      `The ids ${ids.join(", ")} are not all different and made of a-z, 0-9 and "-".`,
    );
}

function check(holds: boolean, message: string): void {
  if (!holds) throw new Error(`This plan cannot be run. ${message}`);
}
