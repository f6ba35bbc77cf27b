// Fields that the labs with the seven lanes have in common.

import type { ParamSpec } from "./spec";

export const aloneSeconds = (max: number): ParamSpec => ({
  kind: "number",
  name: "aloneSeconds",
  label: "Lifetime of the JWT alone",
  default: "10",
  unit: "seconds",
  min: 5,
  max,
  hint: `It has no refresh token. 5 to ${max}.`,
});

export const shortSeconds = (max: number, what: string): ParamSpec => ({
  kind: "number",
  name: "shortSeconds",
  label: "Lifetime of the short JWT",
  default: "6",
  unit: "seconds",
  min: 2,
  max,
  hint: `${what} 2 to ${max}, scored from 5.`,
});

export const cacheSeconds: ParamSpec = {
  kind: "number",
  name: "cacheSeconds",
  label: "Cache of the session",
  default: "5",
  unit: "seconds",
  min: 1,
  max: 20,
  hint: "For so long a check goes by what it read before. 1 to 20; 2 and 3 are not scored.",
};
