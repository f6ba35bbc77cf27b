"use client";
// The live light of one half. Starts with what the server found while it rendered the page, so it is true without
// JavaScript as well.

import { Light } from "@/app/_ui/drawings/light";
import type { InactiveReason, ModeName } from "@/lib/auth/contract";
import { lampOf } from "./act-words";
import type { Seen } from "./log";
import { useScene } from "./pair-scene.client";
import { useLog } from "./store.client";
import { endingOf } from "./story";

export interface FirstLook {
  active: boolean;
  reason: InactiveReason | null;
  /** Milliseconds of the server's clock. */
  at: number;
}

interface ProbeProps {
  mode: ModeName;
  first: FirstLook;
}

export function ProbeLight({ mode, first }: ProbeProps) {
  const { pairId } = useScene();
  const ending = endingOf(useLog(pairId), mode);
  return <Light {...lampOf(useLatest(mode, first), ending)} />;
}

/** The later of the last probe and the server's own look. */
export function useLatest(mode: ModeName, first: FirstLook) {
  const { pairId } = useScene();
  const probe = useLog(pairId).latest[mode];
  if (probe && probe.at >= first.at) return probe;
  const seen: Seen = first.active ? "accepted" : "refused";
  return { seen, reason: first.reason, at: first.at, status: null, steps: [] };
}
