// The form of the lab "stale-claims": how the admin stops being one, and the lifetimes of what still says so.

import { aloneSeconds, cacheSeconds, shortSeconds } from "./seven-lanes";
import type { ParamSpec } from "./spec";

export const staleClaimsParams: readonly ParamSpec[] = [
  {
    kind: "choice",
    name: "event",
    label: "What happens to the admin",
    default: "demote-row",
    options: [
      { value: "demote-row", label: "Demoted, in the row only" },
      { value: "demote", label: "Demoted, sign-ins end too" },
      { value: "disable-flag", label: "Disabled, in the row only" },
      { value: "disable", label: "Disabled, sign-ins end too" },
    ],
    hint: "Two seconds after the start. This app always does both.",
  },
  aloneSeconds(20),
  shortSeconds(20, "A refresh reads the account anew."),
  {
    kind: "number",
    name: "checkedSeconds",
    label: "Lifetime of the checked JWTs",
    default: "8",
    unit: "seconds",
    min: 2,
    max: 20,
    hint: "Denylist, token version and introspection. 2 to 20, scored from 5.",
  },
  cacheSeconds,
];
