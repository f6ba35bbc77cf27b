// One labelled form control with its hint and its error, wired together for assistive technology.
// Keeps what was entered (`defaultValue`) when the server sends the form back.

import type { ComponentProps, ReactNode } from "react";
import { Sign } from "../drawings/icons";

interface FieldFrame {
  label: string;
  name: string;
  /** Needed only when two forms on a page share a field name. */
  id?: string;
  hint?: ReactNode;
  error?: string | undefined;
}

const control =
  "block min-h-11 w-full min-w-0 rounded-lg border bg-raised px-3 py-2 text-base text-ink placeholder:text-muted";

const border = (error: string | undefined) => (error ? "border-bad" : "border-line-strong hover:border-ink");

function describedBy(id: string, hint: ReactNode, error: string | undefined): string | undefined {
  return [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ") || undefined;
}

function Frame({
  id,
  label,
  hint,
  error,
  children,
}: Omit<FieldFrame, "name"> & { id: string; children: ReactNode }) {
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children}
      {error ? (
        <p id={`${id}-error`} className="text-sm text-bad">
          {error}
        </p>
      ) : null}
      {hint ? (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      ) : null}
    </div>
  );
}

/** `unit` is written inside the control's right end ("seconds"). */
export function Field({
  label,
  name,
  id = name,
  hint,
  error,
  unit,
  ...input
}: FieldFrame & { unit?: string } & Omit<ComponentProps<"input">, "id" | "name">) {
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <span className="relative block">
        <input
          id={id}
          name={name}
          aria-describedby={describedBy(id, hint, error)}
          aria-invalid={error ? true : undefined}
          className={`${control} ${border(error)} ${unit ? "pr-20 tabular-nums" : ""}`}
          {...input}
        />
        {unit ? (
          <span
            aria-hidden="true"
            className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-sm text-muted"
          >
            {unit}
          </span>
        ) : null}
      </span>
    </Frame>
  );
}

export function SelectField({
  label,
  name,
  id = name,
  hint,
  error,
  options,
  defaultValue,
  ...select
}: FieldFrame & { options: { value: string; label: string }[]; defaultValue?: string } & Omit<
    ComponentProps<"select">,
    "id" | "name" | "defaultValue"
  >) {
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      {/* The key: React resets a form after its action to the option that was the default when it mounted. */}
      <span className="relative block">
        <select
          key={defaultValue}
          id={id}
          name={name}
          defaultValue={defaultValue}
          aria-describedby={describedBy(id, hint, error)}
          aria-invalid={error ? true : undefined}
          className={`${control} ${border(error)} appearance-none pr-10`}
          {...select}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <Sign
          name="down"
          className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-muted"
        />
      </span>
    </Frame>
  );
}
