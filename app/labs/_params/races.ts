// The form of the lab "races". Names and values are the lab's own.

import type { ParamSpec } from "./spec";

export const racesParams: readonly ParamSpec[] = [
  {
    kind: "number",
    name: "requests",
    label: "Requests at once",
    default: "20",
    unit: "requests",
    min: 2,
    max: 50,
    hint: "Each a tab of one browser, with the same refresh token. 2 to 50.",
  },
  {
    kind: "number",
    name: "storeMs",
    label: "Way to the foreign database",
    default: "2",
    unit: "ms",
    min: 0,
    max: 20,
    hint: "A call there and back, for the naive and the forking way. 0 to 20.",
  },
];
