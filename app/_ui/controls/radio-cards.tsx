// A choice between a few things that each need a sentence. A radio's name is its label alone; the sentence is
// its description. The whole card is the target. Works without JavaScript: what a choice would bring
// (`outcome`) is shown by CSS while that choice is checked.

import type { ReactNode } from "react";
import type { ModeName } from "@/lib/auth/contract";
import { ModeIcon } from "../drawings/icons";
import { modeLook } from "../words/modes";

export interface RadioOption {
  value: string;
  label: string;
  description?: ReactNode;
  /** Shown only while this option is checked. */
  outcome?: ReactNode;
  mode?: ModeName;
}

interface RadioCardsProps {
  legend: string;
  name: string;
  options: RadioOption[];
  defaultValue: string;
  hint?: ReactNode;
  error?: string | undefined;
  columns?: 1 | 2;
}

const grids = { 1: "gap-2.5", 2: "gap-2.5 md:grid-cols-2 md:gap-x-6" };

export function RadioCards({
  legend,
  name,
  options,
  defaultValue,
  hint,
  error,
  columns = 1,
}: RadioCardsProps) {
  const groupDescription =
    [error && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(" ") || undefined;
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: ARIA in HTML allows it, and "radio group" is what it is
    <fieldset role="radiogroup" aria-describedby={groupDescription} className="min-w-0">
      <legend className="mb-2 text-sm font-medium">{legend}</legend>
      {hint ? (
        <p id={`${name}-hint`} className="-mt-1 mb-3 text-sm text-muted">
          {hint}
        </p>
      ) : null}
      <div className={`grid ${grids[columns]}`}>
        {options.map((option) => (
          <RadioCard key={option.value} name={name} option={option} checked={option.value === defaultValue} />
        ))}
      </div>
      {error ? (
        <p id={`${name}-error`} className="mt-2 text-sm text-bad">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}

function RadioCard({ name, option, checked }: { name: string; option: RadioOption; checked: boolean }) {
  const id = `${name}-${option.value || "default"}`;
  const look = option.mode ? modeLook[option.mode] : null;
  const description = [option.description && `${id}-description`, option.outcome && `${id}-outcome`];
  return (
    <div className="group relative flex gap-3 rounded-lg border border-line-strong bg-raised px-4 py-3 has-checked:border-ink has-checked:bg-surface has-checked:inset-ring has-checked:inset-ring-ink hover:border-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus">
      <input
        type="radio"
        id={id}
        name={name}
        value={option.value}
        defaultChecked={checked}
        aria-describedby={description.filter(Boolean).join(" ") || undefined}
        className="relative z-10 size-6 shrink-0 appearance-none rounded-full border-2 border-line-strong bg-raised outline-none checked:border-7 checked:border-ink"
      />
      <div className="grid min-w-0 flex-1 content-start gap-1">
        <label
          htmlFor={id}
          className="flex items-center gap-2 font-medium after:absolute after:inset-0 after:content-['']"
        >
          {option.label}
          {option.mode ? <ModeIcon mode={option.mode} className={`ml-auto size-5 ${look?.text}`} /> : null}
        </label>
        {option.description ? (
          <div id={`${id}-description`} className="text-sm text-muted">
            {option.description}
          </div>
        ) : null}
        {option.outcome ? (
          <div
            id={`${id}-outcome`}
            className="mt-1.5 hidden border-t border-line pt-2.5 text-sm group-has-checked:block"
          >
            {option.outcome}
          </div>
        ) : null}
      </div>
    </div>
  );
}
