// The form of the revocation stopwatch: the event, and the lifetimes of the lanes that have one.

import { aloneSeconds, cacheSeconds, shortSeconds } from "./seven-lanes";
import type { ParamSpec } from "./spec";

export const revocationParams: readonly ParamSpec[] = [
  {
    kind: "choice",
    name: "event",
    label: "What happens",
    default: "sign-out",
    options: [
      { value: "sign-out", label: "Sign out on the phone" },
      { value: "end-device", label: "End the phone from the laptop" },
      { value: "sign-out-everywhere", label: "Sign out everywhere" },
      { value: "disable-user", label: "Disable the account" },
      { value: "change-password", label: "Change the password" },
      { value: "delete-row", label: "Delete the row by hand" },
      { value: "rotate-key", label: "Rotate the signing key" },
      { value: "remove-key", label: "Remove the signing key" },
    ],
    hint: "Two seconds after the start, in all lanes at once.",
  },
  aloneSeconds(30),
  cacheSeconds,
  shortSeconds(15, "Refreshed again and again."),
];
