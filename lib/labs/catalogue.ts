import "server-only";
import type { LabName } from "./contract";
import type { Lab } from "./lab";
import { revocationLab } from "./revocation";

// The labs there are.

export const LABS: Readonly<Partial<Record<LabName, Lab>>> = {
  revocation: revocationLab,
};
