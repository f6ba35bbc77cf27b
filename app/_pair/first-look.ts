// What the server found of both halves while it made the page: true without JavaScript, and until the first probe.

import type { Pair, PairHalf } from "@/lib/pair/pair";
import type { FirstLooks } from "./_live/lanes.client";
import type { FirstLook } from "./_live/probe-light.client";

/** A half is null when the browser holds no such cookie. */
export const firstLooks = ({ session, jwt }: Pair, checkedAt: Date): FirstLooks => ({
  session: firstLook(session, checkedAt),
  jwt: firstLook(jwt, checkedAt),
});

function firstLook(half: PairHalf | null, checkedAt: Date): FirstLook {
  const at = checkedAt.getTime();
  if (!half) return { active: false, reason: "missing", at };
  return { active: half.active, reason: half.reason ?? null, at };
}
