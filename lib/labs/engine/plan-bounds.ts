import type { Plan } from "../lab";

// What a plan may ask of the engine. A lab whose parameters allow more has a fault, and its run does not begin.

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
