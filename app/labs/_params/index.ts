// Every lab's form, by the lab's name. A lab without fields has an empty list.

import type { LabName } from "@/lib/labs/contract";
import { clockParams } from "./clock";
import { flowParams } from "./flow";
import { racesParams } from "./races";
import { revocationParams } from "./revocation";
import type { ParamSpec } from "./spec";
import { staleClaimsParams } from "./stale-claims";
import { theftParams } from "./theft";

export const paramsOf: Record<LabName, readonly ParamSpec[]> = {
  revocation: revocationParams,
  theft: theftParams,
  races: racesParams,
  "stale-claims": staleClaimsParams,
  storage: [],
  clock: clockParams,
  flow: flowParams,
};
