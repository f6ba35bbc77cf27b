import "server-only";
import { clockLab } from "./clock";
import type { LabName } from "./contract";
import { flowLab } from "./flow";
import type { Lab } from "./lab";
import { racesLab } from "./races";
import { revocationLab } from "./revocation";
import { staleClaimsLab } from "./stale-claims";
import { storageLab } from "./storage";
import { theftLab } from "./theft";

// The labs there are, by their names.

export const LABS: Readonly<Record<LabName, Lab>> = {
  revocation: revocationLab,
  theft: theftLab,
  races: racesLab,
  "stale-claims": staleClaimsLab,
  storage: storageLab,
  clock: clockLab,
  flow: flowLab,
};
