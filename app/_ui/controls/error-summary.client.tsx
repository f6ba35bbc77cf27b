"use client";
// The first thing a person hears after a form was refused: what is wrong, with a link to each field.
// It takes the focus when it appears or changes; without JavaScript it is simply the first thing on the form.

import { useEffect, useRef } from "react";
import { Sign } from "../drawings/icons";
import type { FormState } from "./form-state";

interface ErrorSummaryProps {
  state: FormState;
  /** Field name → its label, in the order of the form. Ids of the fields are their names. */
  labels: Record<string, string>;
}

export function ErrorSummary({ state, labels }: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (state.error || state.fields) box.current?.focus();
  }, [state]);

  const wrong = Object.keys(labels).filter((name) => state.fields?.[name]);
  if (!state.error && wrong.length === 0) return null;
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      className="flex gap-3 rounded-lg border border-bad bg-bad-soft px-4 py-3 text-[0.9375rem]"
    >
      <Sign name="cross" className="mt-1 size-4 text-bad" />
      <div className="grid gap-1">
        <p className="font-medium">{state.error ?? "Please check what you entered."}</p>
        {wrong.length > 0 ? (
          <ul>
            {wrong.map((name) => (
              <li key={name}>
                <a href={`#${name}`} className="inline-block py-0.5 underline underline-offset-4">
                  {labels[name]}: {state.fields?.[name]}
                </a>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </div>
  );
}
