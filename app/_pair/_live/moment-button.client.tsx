"use client";
// The button of the moment: ends both halves. Once nothing is left to end, it issues the same pair again.

import { ActForm } from "./act-form.client";
import { isOver } from "./log";
import { useScene } from "./pair-scene.client";
import { useLog } from "./store.client";

export interface PairTerms {
  strategy: string;
  alg: string;
  accessTtlSeconds: number;
}

/** `terms`: what the pair on the page was issued with. */
export function MomentButton({ terms: { strategy, alg, accessTtlSeconds } }: { terms: PairTerms }) {
  const { pairId } = useScene();
  const over = isOver(useLog(pairId));
  const fields = { strategy, alg, accessTtlSeconds: String(accessTtlSeconds) };
  return (
    <ActForm act={over ? "issue" : "revoke-both"} fields={over ? fields : {}} variant="primary" size="md">
      {over ? "Again, with a new pair" : "Revoke both now"}
    </ActForm>
  );
}
