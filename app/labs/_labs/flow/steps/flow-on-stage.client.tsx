"use client";
// The request's way on a stage: one step a screen, both modes side by side, with what was measured.

import Link from "next/link";
import { type ComponentProps, useState } from "react";
import { Button, buttonClass } from "@/app/_ui/controls/button";
import { ModeIcon } from "@/app/_ui/drawings/icons";
import { OnKey } from "@/app/_ui/stage/on-key";
import { Stage } from "@/app/_ui/stage/stage.client";
import { modeLook } from "@/app/_ui/words/modes";
import type { ModeName } from "@/lib/auth/contract";

export interface StageStep {
  title: string;
  sides: readonly {
    mode: ModeName;
    plain: string;
    /** What was done, with the time it took. */
    measured: readonly string[];
  }[];
}

interface FlowOnStageProps {
  title: string;
  what: string;
  steps: readonly StageStep[];
  /** What came of it, at the last step. */
  outcome: string | null;
  leave: ComponentProps<typeof Link>["href"];
}

export function FlowOnStage({ title, what, steps, outcome, leave }: FlowOnStageProps) {
  const [current, setCurrent] = useState(0);
  const walk = (by: number) => setCurrent((before) => Math.min(steps.length - 1, Math.max(0, before + by)));
  const step = steps[current];
  const last = current === steps.length - 1;
  return (
    <Stage
      title={title}
      what={what}
      aside={
        <span>
          Step {current + 1} of {steps.length}
        </span>
      }
      words={
        <p role="status" className={last ? "" : "sr-only"}>
          {last ? outcome : step?.title}
        </p>
      }
      controls={
        <>
          <span className="needs-js inline-flex flex-wrap items-center gap-x-5 gap-y-2">
            <OnKey press=" " name="Space">
              <Button variant="primary" aria-disabled={last} onClick={() => walk(1)}>
                Next step
              </Button>
            </OnKey>
            <OnKey press="ArrowLeft" name="←">
              <Button aria-disabled={current === 0} onClick={() => walk(-1)}>
                Step back
              </Button>
            </OnKey>
            <OnKey press="ArrowRight" name="→">
              <Button aria-disabled={last} onClick={() => walk(1)}>
                Step on
              </Button>
            </OnKey>
            <OnKey press="r" name="R">
              <Button onClick={() => setCurrent(0)}>From the start</Button>
            </OnKey>
          </span>
          <OnKey press="Escape" name="Esc" className="ml-auto">
            <Link href={leave} prefetch={false} className={buttonClass("quiet")}>
              Leave the stage
            </Link>
          </OnKey>
        </>
      }
    >
      <div className="grid h-full content-start gap-5 pt-4">
        <h2 className="text-4xl">
          {current + 1}. {step?.title}
        </h2>
        <div className="grid gap-6 lg:grid-cols-2">
          {step?.sides.map(({ mode, plain, measured }) => (
            <section
              key={mode}
              aria-label={modeLook[mode].label}
              className={`grid content-start gap-4 rounded-xl border p-5 ${modeLook[mode].line} ${modeLook[mode].soft}`}
            >
              <h3 className={`flex items-center gap-3 text-2xl ${modeLook[mode].text}`}>
                <ModeIcon mode={mode} className="size-6" />
                {modeLook[mode].label}
              </h3>
              <p className="text-2xl leading-snug text-pretty">{plain}</p>
              <ul className="grid gap-1 text-2xl font-semibold tabular-nums">
                {measured.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      </div>
    </Stage>
  );
}
