"use client";
// The form that starts a run: what to try, and what one expects of it. The button stays on the screen, and what is rarely
// changed is folded. Works without JavaScript; after a refusal everything entered is still there.

import { useActionState } from "react";
import { Disclosure } from "@/app/_ui/controls/disclosure";
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
  const [first, ...rest] = fields;
  const param = (field: LabField) => (
    <Param key={field.name} field={field} value={values[field.name]} error={state.fields?.[field.name]} />
  );
  const changed = rest.filter(
    ({ name }) => values[name] !== defaults[name] || state.fields?.[name] !== undefined,
  );
  return (
    <form action={submit} noValidate className={`grid min-w-0 gap-5 ${ABOVE_THE_BUTTON}`}>
      <input type="hidden" name={LAB_FIELD} value={lab} />
      <ErrorSummary state={state} labels={labels} />
      <RunInTheWay state={state} />
      {first ? (
        <Card id="settings" title="What to try">
          <div className="grid items-start gap-x-6 gap-y-5 sm:grid-cols-2 lg:grid-cols-4">{param(first)}</div>
          {rest.length > 0 ? (
            <Disclosure summary={<Folded fields={rest} values={values} />} open={changed.length > 0}>
              <div className="grid items-start gap-x-6 gap-y-5 sm:grid-cols-2 lg:grid-cols-4">
                {rest.map(param)}
              </div>
            </Disclosure>
          ) : null}
        </Card>
      ) : null}
      {questions.length > 0 ? (
        <Card id="predict" title="Guess first, if you like" lead={predict}>
          <div className="grid divide-y divide-line">
            {questions.map(({ id, label, options }) => {
              const name = predictionField(id);
              const chosen = values[name];
              return (
                <div key={id} className="py-2.5 first:pt-0 last:pb-0">
                  <RadioPills
                    key={chosen}
                    legend={label}
                    name={name}
                    options={options}
                    defaultValue={chosen}
                    skip={SKIP}
                    error={state.fields?.[name]}
                  />
                </div>
              );
            })}
          </div>
        </Card>
      ) : null}
      <div className="sticky bottom-0 z-10 -mx-1 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line bg-surface px-1 py-3">
        <SubmitButton className="max-sm:w-full">Start the run</SubmitButton>
        <p className="text-sm text-muted max-sm:hidden">
          Real requests go to real verifiers.
          {questions.length > 0 ? " A question without an answer is not scored." : ""}
        </p>
      </div>
    </form>
  );
}

/** What has the focus is not behind the button. */
const ABOVE_THE_BUTTON = "[&_:is(input,select,summary)]:scroll-mb-28";

const SKIP = { value: OPEN, label: "Skip" };

/** What is folded, with what it is set to. */
function Folded({ fields, values }: { fields: readonly LabField[]; values: Record<string, string> }) {
  return (
    <>
      Change the rest <span className="text-sm font-normal text-muted sm:hidden">({fields.length})</span>
      <span className="text-sm font-normal text-muted max-sm:hidden">
        {fields.map((field) => `${field.label}: ${shownValue(field, values[field.name])}`).join(" · ")}
      </span>
    </>
  );
}

function shownValue(field: LabField, value = String(field.default)): string {
  if (field.kind === "number") return `${value} ${field.unit}`;
  return field.options.find((option) => option.value === value)?.label ?? value;
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
