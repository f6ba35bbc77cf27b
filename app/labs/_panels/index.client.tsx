"use client";
// Each lab's own panel on the page of a run, by the lab's name.

import type { ComponentType } from "react";
import type { LabName } from "@/lib/labs/contract";
import { ClockPanel } from "./clock.client";
import type { PanelProps } from "./panel-props";
import { RacesPanel } from "./races.client";
import { RevocationPanel } from "./revocation.client";
import { StaleClaimsPanel } from "./stale-claims.client";
import { StoragePanel } from "./storage.client";
import { TheftPanel } from "./theft.client";

const panels: Partial<Record<LabName, ComponentType<PanelProps>>> = {
  revocation: RevocationPanel,
  theft: TheftPanel,
  races: RacesPanel,
  "stale-claims": StaleClaimsPanel,
  storage: StoragePanel,
  clock: ClockPanel,
};

export function LabPanel({ run }: PanelProps) {
  const Panel = panels[run.lab];
  return Panel ? <Panel run={run} /> : null;
}
