// What a run of the revocation stopwatch says.

import { eventTold } from "../../../_drawing/event-told";

export const revocationTold = eventTold({
  soon: "ended in",
  long: "went on for",
  still: "still got in after",
  asking: { lane: "jwt-denylist", what: "a denylist" },
});
