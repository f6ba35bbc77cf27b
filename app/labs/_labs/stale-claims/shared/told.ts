// What a run of the stale claims says.

import { eventTold } from "../../../_drawing/event-told";

export const staleClaimsTold = eventTold({
  soon: "knew it in",
  long: "said “admin” for",
  still: "still said “admin” after",
  asking: { lane: "jwt-introspection", what: "introspection" },
});
