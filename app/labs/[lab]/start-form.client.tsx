"use client";
// The form that starts a run: what to try, and what one expects of it. Works without JavaScript; after a refusal
// everything entered is still there.

import { useActionState } from "react";
import { ErrorSummary } from "@/app/_ui/controls/error-summary.client";
import { Field, SelectField } from "@/app/_ui/controls/field";
import { RadioPills } from "@/app/_ui/controls/radio-pills";
import { SubmitButton } from "@/app/_ui/controls/submit-button.client";
import { Card } from "@/app/_ui/shell/card";
import type { Question } from "@/lib/labs/contract";
import type { Field as LabField } from "@/lib/labs/fields";
import { LAB_FIELD, OPEN, predictionField, type StartState } from "../_form/start-fields";
import { RunInTheWay } from "../_own/run-in-the-way.client";

interface StartFormProps {
  action: (previous: StartState, data: FormData) => Promise<StartState>;
  lab: string;
  fields: readonly LabField[];
  /** What the address asks for, by name. */
  prefilled: Record<string, string>;
  questions: readonly Question[];
  /** What the predictions are about. */
  predict: string | undefined;
}

export function StartForm({ action, lab, fields, prefilled, questions, predict }: StartFormProps) {
  const [state, submit] = useActionState(action, {});
  const defaults = Object.fromEntries(fields.map((field) => [field.name, String(field.default)]));
  const values: Record<string, string> = { ...defaults, ...prefilled, ...state.values };
  const labels = Object.fromEntries([
    ...fields.map(({ name, label }) => [name, label]),
    ...questions.map(({ id, label }) => [predictionField(id), label]),
  ]);
  return (
    <form action={submit} noValidate className="grid min-w-0 gap-5">
      <input type="hidden" name={LAB_FIELD} value={lab} />
      <ErrorSummary state={state} labels={labels} />
      <RunInTheWay state={state} />
      {fields.length > 0 ? (
        <Card id="settings" title="What to try">
          <div className="grid items-start gap-x-6 gap-y-5 sm:grid-cols-2 lg:grid-cols-4">
            {fields.map((field) => (
              <Param
                key={field.name}
                field={field}
                value={values[field.name]}
                error={state.fields?.[field.name]}
              />
            ))}
          </div>
        </Card>
      ) : null}
      {questions.length > 0 ? (
        <Card id="predict" title="Predict first" lead={predict} aside={<Hint />}>
          <div className="grid divide-y divide-line">
            {questions.map(({ id, label, options }) => {
              const name = predictionField(id);
              const chosen = values[name] ?? OPEN;
              return (
                <div key={id} className="py-2.5 first:pt-0 last:pb-0">
                  <RadioPills
                    key={chosen}
                    legend={label}
                    name={name}
                    options={[...options, { value: OPEN, label: "Skip" }]}
                    defaultValue={chosen}
                    error={state.fields?.[name]}
                  />
                </div>
              );
            })}
          </div>
        </Card>
      ) : null}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SubmitButton className="max-sm:w-full">Start the run</SubmitButton>
        <p className="text-sm text-muted">It sends real requests to real verifiers, and takes a moment.</p>
      </div>
    </form>
  );
}

function Hint() {
  return <span className="text-sm text-muted">What you leave open is not scored.</span>;
}

interface ParamProps {
  field: LabField;
  value: string | undefined;
  error: string | undefined;
}

function Param({ field, value = String(field.default), error }: ParamProps) {
  const { name, label, hint } = field;
  const shared = { name, label, error, hint, defaultValue: value };
  if (field.kind === "choice") return <SelectField {...shared} options={field.options} />;
  return <Field {...shared} key={value} inputMode="numeric" autoComplete="off" required unit={field.unit} />;
}
