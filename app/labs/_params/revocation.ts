// The form of the revocation stopwatch: the event, and the lifetimes of the lanes that have one.

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
  {
    kind: "number",
    name: "aloneSeconds",
    label: "Lifetime of the JWT alone",
    default: "10",
    unit: "seconds",
    min: 5,
    max: 30,
    hint: "It has no refresh token. 5 to 30.",
  },
  {
    kind: "number",
    name: "cacheSeconds",
    label: "Cache of the session",
    default: "5",
    unit: "seconds",
    min: 1,
    max: 20,
    hint: "For so long a check goes by what it read before. 1 to 20.",
  },
  {
    kind: "number",
    name: "shortSeconds",
    label: "Lifetime of the short JWT",
    default: "6",
    unit: "seconds",
    min: 2,
    max: 15,
    hint: "Refreshed again and again. 2 to 15.",
  },
];
