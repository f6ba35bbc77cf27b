"use client";
// What the last probe of one half really did, step by step. Both halves are drawn on one scale.

import { Steps } from "@/app/_ui/drawings/steps";
import { LocalTime } from "@/app/_ui/words/local-time.client";
import { micros, reads, reasonWords } from "@/app/_ui/words/words";
import type { ModeName } from "@/lib/auth/contract";
import type { Seen } from "./log";
import { useScene } from "./pair-scene.client";
import { type FirstLook, useLatest } from "./probe-light.client";
import { useLog } from "./store.client";

const meaning: Record<Seen, string> = {
  accepted: "Whoever sends this cookie is let in.",
  refused: "The verifier says no.",
  unknown: "Nobody answered, which says nothing about the credential.",
};

export function ProbeReport({ mode, first }: { mode: ModeName; first: FirstLook }) {
  const { pairId } = useScene();
  const { seen, reason, status, steps, at } = useLatest(mode, first);
  const longest = Object.values(useLog(pairId).latest).flatMap((probe) => probe?.steps ?? []);
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
          <Steps
            steps={steps}
            mode={mode}
            full={Math.max(1, ...longest.map(({ microseconds }) => microseconds))}
          />
        </>
      )}
    </div>
  );
}
