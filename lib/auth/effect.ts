import type { Effect } from "./contract";

// From what a mode guarantees to a span of time. Pure; imports nothing but types, so everybody may use it.

/**
 * How long after an act a credential may still be accepted, in milliseconds. `leftMs`: for how long it would be
 * accepted if nothing ended it.
 */
export function acceptedForMs(effect: Effect, leftMs: number): number {
  if (effect === "immediate") return 0;
  return effect === "at_expiry" ? leftMs : effect.withinSeconds * 1000;
}
