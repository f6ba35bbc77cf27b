// What every lab says of its runs, by its name: the one sentence at the top, and why an answer is right.

import type { RunView } from "@/lib/labs/contract";
import type { LabName } from "@/lib/labs/list";
import { clockTold } from "../_labs/clock/shared/told";
import { flowTold } from "../_labs/flow/shared/told";
import { racesTold } from "../_labs/races/shared/told";
import { revocationTold } from "../_labs/revocation/shared/told";
import { staleClaimsTold } from "../_labs/stale-claims/shared/told";
import { storageTold } from "../_labs/storage/shared/told";
import { theftTold } from "../_labs/theft/shared/told";
import type { Told } from "../_labs/told";

const TOLD: Readonly<Record<LabName, Told>> = {
  revocation: revocationTold,
  theft: theftTold,
  races: racesTold,
  "stale-claims": staleClaimsTold,
  storage: storageTold,
  clock: clockTold,
  flow: flowTold,
};

const isLab = (name: string): name is LabName => Object.hasOwn(TOLD, name);

/** Null while it goes on, and where a part was not kept: what is said of its end may be wrong then. */
export function outcomeOf(run: RunView): string | null {
  if (run.status === "running" || run.recording.dropped > 0 || !isLab(run.lab)) return null;
  return TOLD[run.lab].outcome(run);
}

export function reasonOf(run: RunView, question: string): string | null {
  return isLab(run.lab) ? TOLD[run.lab].reasonOf(run, question) : null;
}
