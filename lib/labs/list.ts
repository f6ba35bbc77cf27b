import "server-only";
import { clock } from "./clock/manifest";
import { flow } from "./flow/manifest";
import type { Lab } from "./lab";
import { races } from "./races/manifest";
import { revocation } from "./revocation/manifest";
import { staleClaims } from "./stale-claims/manifest";
import { storage } from "./storage/manifest";
import { theft } from "./theft/manifest";

// The labs there are, in the order in which they are shown. Nothing else in lib knows one of them.

export const LABS = [revocation, theft, races, staleClaims, storage, clock, flow] as const;

export type LabName = (typeof LABS)[number]["name"];

export function findLab(name: string): Lab<LabName> | null {
  return LABS.find((lab) => lab.name === name) ?? null;
}
