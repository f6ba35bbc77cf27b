import type { LabName } from "@/lib/labs/list";
import { clock } from "./clock/manifest";
import { flow } from "./flow/manifest";
import type { LabLook } from "./look";
import { races } from "./races/manifest";
import { revocation } from "./revocation/manifest";
import { staleClaims } from "./stale-claims/manifest";
import { storage } from "./storage/manifest";
import { theft } from "./theft/manifest";

// How every lab looks, by its name.

const LOOKS: Readonly<Record<LabName, LabLook>> = {
  revocation,
  theft,
  races,
  "stale-claims": staleClaims,
  storage,
  clock,
  flow,
};

export const lookOf = (lab: LabName): LabLook => LOOKS[lab];
