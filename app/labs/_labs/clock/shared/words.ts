// What the times and the limits of the clock's lab are called.

import { describeSeconds } from "@/app/_ui/words/modes";
import type { EndedBy } from "@/lib/labs/clock/shared/line";
import type { RecordedLane } from "@/lib/labs/contract";

/** What two clocks of the machine may differ by does not make a minute less. */
const SLIVER_MS = 100;

/** "12 h 30 min": to the minute, from an hour on. */
export function ago(milliseconds: number): string {
  const size = milliseconds < 3_600_000 ? 1000 : 60_000;
  return describeSeconds((Math.floor((milliseconds + SLIVER_MS) / size) * size) / 1000);
}

export function endWords(by: EndedBy, { policy, strategy }: RecordedLane): string {
  const { session, jwt } = policy;
  const [idle, absolute] =
    strategy === null
      ? [session.idleTimeoutSeconds, session.absoluteTimeoutSeconds]
      : [jwt.refreshIdleSeconds, jwt.refreshAbsoluteSeconds];
  return {
    idle: `unused for ${describeSeconds(idle)}`,
    absolute: `${describeSeconds(absolute)} old`,
    expiry: `its token was ${describeSeconds(jwt.accessTtlSeconds)} old`,
  }[by];
}
