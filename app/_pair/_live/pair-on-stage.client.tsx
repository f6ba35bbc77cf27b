"use client";
// The pair on one screen, to be shown to others: the two lanes, what they amount to, and the button of the moment.

import Link from "next/link";
import { buttonClass } from "@/app/_ui/controls/button";
import { OnKey } from "@/app/_ui/stage/on-key";
import { Stage } from "@/app/_ui/stage/stage.client";
import { ActForm } from "./act-form.client";
import { type FirstLooks, Lanes } from "./lanes.client";
import { isOver } from "./log";
import type { PairTerms } from "./moment-button.client";
import { useScene } from "./pair-scene.client";
import { useLog, useServerNow } from "./store.client";
import { tell } from "./story";
import { Exposure } from "./timeline.client";

interface PairOnStageProps {
  /** Null without a pair. */
  first: FirstLooks | null;
  /** What the pair was issued with, or the first one will be. */
  terms: PairTerms;
  /** The same in words. */
  what: string;
}

export function PairOnStage({ first, terms: { strategy, alg, accessTtlSeconds }, what }: PairOnStageProps) {
  const { pairId } = useScene();
  const log = useLog(pairId);
  const now = useServerNow(log);
  const story = tell(log, now ?? 0);
  const isNew = first === null || isOver(log);
  const fields = { strategy, alg, accessTtlSeconds: String(accessTtlSeconds) };
  return (
    <Stage
      title="When each one stops working"
      what={what}
      aside={<Exposure story={story} />}
      words={<p role="status">{now === null ? "" : story.words}</p>}
      controls={
        <>
          {first ? (
            <OnKey press=" " name="Space">
              <ActForm act="revoke-both" variant={isNew ? "secondary" : "primary"} size="md">
                Revoke both now
              </ActForm>
            </OnKey>
          ) : null}
          <OnKey press="r" name="R">
            <ActForm act="issue" fields={fields} variant={isNew ? "primary" : "secondary"} size="md">
              {first ? "Again, with a new pair" : "Issue a pair"}
            </ActForm>
          </OnKey>
          <OnKey press="Escape" name="Esc" className="ml-auto">
            <Link href="/dashboard" prefetch={false} className={buttonClass("quiet")}>
              Leave the stage
            </Link>
          </OnKey>
        </>
      }
    >
      <div className="grid h-full content-center lg:[zoom:1.6]">
        <Lanes first={first} story={story} now={now} />
      </div>
    </Stage>
  );
}
