// What the server found of one half while it made the page: true without JavaScript, and until the first probe.

import type { PairHalf } from "@/lib/pair/pair";
import type { FirstLook } from "./_live/probe-light.client";

/** `half` is null when the browser holds no such cookie. */
export function firstLook(half: PairHalf | null, checkedAt: Date): FirstLook {
  const at = checkedAt.getTime();
  if (!half) return { active: false, reason: "missing", at };
  return { active: half.active, reason: half.reason ?? null, at };
}
