"use client";
// The live light of one half, and what the last probe really did. Starts with what the server found while it
// rendered the page, so it is true without JavaScript as well.

import { Light } from "@/app/_ui/drawings/light";
import { Steps } from "@/app/_ui/drawings/steps";
import { LocalTime } from "@/app/_ui/words/local-time.client";
import { micros, reads, reasonWords } from "@/app/_ui/words/words";
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

const meaning: Record<Seen, string> = {
  accepted: "Whoever sends this cookie is let in.",
  refused: "The verifier says no.",
  unknown: "Nobody answered, which says nothing about the credential.",
};

export function ProbeReport({ mode, first }: ProbeProps) {
  const { seen, reason, status, steps, at } = useLatest(mode, first);
  const time = steps.reduce((sum, step) => sum + step.microseconds, 0);
  const count = steps.reduce((sum, step) => sum + step.reads, 0);
  return (
    // Room for the longest report, so that nothing under it moves while the probes go on.
    <div className="grid content-start gap-2 [@media(scripting:enabled)]:min-h-54 [@media(scripting:enabled)]:sm:min-h-47">
      <p className="text-[0.9375rem]">{reason ? reasonWords[reason].long : meaning[seen]}</p>
      {status === null ? (
        <p className="text-sm text-muted">
          {seen === "unknown" ? "The live probe got no answer." : "As found when this page was made."}
        </p>
      ) : (
        <>
          <p className="text-sm text-muted tabular-nums">
            Last probe <LocalTime date={new Date(at).toISOString()} show="time" />: status {status}
            {steps.length > 0 ? `, ${micros(time)}, ${reads(count)}` : ", nothing to check"}
          </p>
          <Steps steps={steps} mode={mode} />
        </>
      )}
    </div>
  );
}

/** The later of the last probe and the server's own look. */
function useLatest(mode: ModeName, first: FirstLook) {
  const { pairId } = useScene();
  const probe = useLog(pairId).latest[mode];
  if (probe && probe.at >= first.at) return probe;
  const seen: Seen = first.active ? "accepted" : "refused";
  return { seen, reason: first.reason, at: first.at, status: null, steps: [] };
}
