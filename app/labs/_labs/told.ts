// What a lab says of one of its runs, in sentences made from the run's own record. Pure, so that the page and the
// exported files say the same.

import type { RunView } from "@/lib/labs/contract";

export interface Told {
  /** What to take home of a run that is over; null where it shows nothing. */
  outcome(run: RunView): string | null;
  /** Why the right answer to a question is right, with what was measured; null where the run cannot tell. */
  reasonOf(run: RunView, question: string): string | null;
}
