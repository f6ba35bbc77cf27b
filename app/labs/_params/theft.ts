// The form of the lab "theft": what happens after the copy, when the second exchange comes, and how access tokens end.

import type { ParamSpec } from "./spec";

export const theftParams: readonly ParamSpec[] = [
  {
    kind: "choice",
    name: "scenario",
    label: "What happens",
    default: "thief-first",
    options: [
      { value: "thief-first", label: "Both go on, thief first" },
      { value: "owner-first", label: "Both go on, owner first" },
      { value: "once", label: "The thief uses it once" },
      { value: "sign-out", label: "The owner signs out" },
      { value: "password", label: "The owner changes the password" },
      { value: "free", label: "Nothing: I do it all" },
    ],
    hint: "The thief copies the cookies after one second.",
  },
  {
    kind: "number",
    name: "lagSeconds",
    label: "The second exchange comes after",
    default: "12",
    unit: "seconds",
    min: 1,
    max: 35,
    hint: "Where both go on: compare it with the grace of 0, 10 and 30 s. 1 to 35.",
  },
  {
    kind: "choice",
    name: "revocation",
    label: "How access tokens end",
    default: "expiry-only",
    options: [
      { value: "expiry-only", label: "Access ends at expiry" },
      { value: "denylist", label: "Access ends by denylist" },
    ],
    hint: "In all JWT lanes.",
  },
];
