"use client";
// Walks through the steps of both modes: Next and Back, the list of steps, the arrow keys. What happens in a step stands
// beside its arrow; on a phone under it, one mode at a time, chosen by radios. Without JavaScript all steps stand one
// under the other.

import { type KeyboardEvent, type ReactNode, useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Card } from "@/app/_ui/shell/card";
import { modeLook } from "@/app/_ui/words/modes";
import type { ModeName } from "@/lib/auth/contract";
import { type Arrow, Sequence } from "./sequence.client";

interface FlowColumn {
  mode: ModeName;
  /** One for each title. */
  sides: readonly ReactNode[];
}

interface StepperProps {
  titles: readonly string[];
  arrows: readonly Arrow[];
  columns: readonly FlowColumn[];
}

/** Written out: Tailwind reads class names from the source. */
const hiddenUnlessChosen: Record<ModeName, string> = {
  session: "max-lg:group-has-[#show-jwt:checked]/modes:hidden",
  jwt: "max-lg:group-has-[#show-session:checked]/modes:hidden",
};

/** No step has more arrows than this. */
const MOST_ARROWS = 3;

export function Stepper({ titles, arrows, columns }: StepperProps) {
  const [current, setCurrent] = useState(0);
  const go = (step: number) => setCurrent(Math.min(titles.length - 1, Math.max(0, step)));

  function onKeyDown(event: KeyboardEvent): void {
    // Radios have the arrow keys for themselves.
    if (event.target instanceof HTMLInputElement || event.altKey || event.ctrlKey || event.metaKey) return;
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    go(current + by);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys only repeat what its buttons do
    <div className="group/modes grid min-w-0 gap-4" onKeyDown={onKeyDown}>
      <nav
        aria-label="Steps"
        className="needs-js sticky top-0 z-10 flex flex-wrap items-center gap-x-3 gap-y-2.5 border-b border-line bg-surface py-2.5"
      >
        <Button variant="secondary" size="sm" aria-disabled={current === 0} onClick={() => go(current - 1)}>
          Back
        </Button>
        <p aria-live="polite" className="min-w-0 flex-1 text-center font-medium lg:text-left">
          <span className="text-muted tabular-nums">
            Step {current + 1} of {titles.length}:
          </span>{" "}
          {titles[current]}
        </p>
        <ol className="grid grid-cols-10 gap-1 max-lg:order-last max-lg:basis-full lg:w-md">
          {titles.map((title, step) => (
            <li key={title} className="grid">
              <button
                type="button"
                aria-current={step === current ? "step" : undefined}
                aria-label={`Step ${step + 1}: ${title}`}
                title={title}
                onClick={() => go(step)}
                className="min-h-9 rounded-md border border-line-strong bg-raised text-sm tabular-nums hover:border-ink aria-[current]:border-ink aria-[current]:bg-ink aria-[current]:font-semibold aria-[current]:text-surface"
              >
                {step + 1}
              </button>
            </li>
          ))}
        </ol>
        <Button
          variant="primary"
          size="sm"
          aria-disabled={current === titles.length - 1}
          onClick={() => go(current + 1)}
        >
          Next
        </Button>
      </nav>
      <fieldset className="flex gap-2 lg:hidden">
        <legend className="sr-only">Which one to show</legend>
        {columns.map(({ mode }, index) => (
          <label
            key={mode}
            className="flex min-h-11 flex-1 items-center justify-center gap-2 rounded-lg border border-line-strong bg-raised px-3 text-[0.9375rem] has-checked:border-ink has-checked:inset-ring has-checked:inset-ring-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name="show"
              id={`show-${mode}`}
              defaultChecked={index === 0}
              className="size-4.5"
            />
            {modeLook[mode].label}
          </label>
        ))}
      </fieldset>
      <div className="grid min-w-0 items-start gap-5 lg:grid-cols-[22rem_minmax(0,1fr)_minmax(0,1fr)]">
        <div className="rounded-xl border border-line bg-raised px-3 pt-3 pb-1 shadow-card lg:sticky lg:top-18">
          <div className="max-lg:hidden noscript:block">
            <Sequence arrows={arrows} current={current} />
          </div>
          <div className="lg:hidden noscript:hidden">
            <Sequence
              arrows={arrows.filter(({ step }) => step === current)}
              current={current}
              rows={MOST_ARROWS}
            />
          </div>
        </div>
        {columns.map(({ mode, sides }) => (
          <Card
            key={mode}
            id={`flow-${mode}`}
            title={modeLook[mode].label}
            mode={mode}
            className={hiddenUnlessChosen[mode]}
          >
            <ol className="grid min-w-0 gap-6">
              {titles.map((title, step) => (
                <li
                  key={title}
                  className={step === current ? "grid min-w-0 gap-3" : "hidden min-w-0 gap-3 noscript:grid"}
                >
                  <h3 className="text-lg">
                    {step + 1}. {title}
                  </h3>
                  {sides[step]}
                </li>
              ))}
            </ol>
          </Card>
        ))}
      </div>
    </div>
  );
}
