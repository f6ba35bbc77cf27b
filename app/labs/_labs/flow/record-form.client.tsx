"use client";
// The form that records a sign-in. Works without JavaScript; after a refusal what was chosen is still there.

import { useActionState } from "react";
import { Disclosure } from "@/app/_ui/controls/disclosure";
import { ErrorSummary } from "@/app/_ui/controls/error-summary.client";
import { SelectField } from "@/app/_ui/controls/field";
import { SubmitButton } from "@/app/_ui/controls/submit-button.client";
import { LAB_FIELD, type StartState } from "@/app/labs/_form/start-fields";
import { RunInTheWay } from "../../_own/run-in-the-way.client";

interface Choice {
  name: string;
  label: string;
  hint: string;
  options: readonly { value: string; label: string }[];
  value: string;
}

interface RecordFormProps {
  action: (previous: StartState, data: FormData) => Promise<StartState>;
  choices: readonly Choice[];
}

export function RecordForm({ action, choices }: RecordFormProps) {
  const [state, submit] = useActionState(action, {});
  return (
    <form action={submit} noValidate className="grid min-w-0 gap-5">
      <input type="hidden" name={LAB_FIELD} value="flow" />
      <ErrorSummary
        state={state}
        labels={Object.fromEntries(choices.map(({ name, label }) => [name, label]))}
      />
      <RunInTheWay state={state} />
      <SubmitButton className="justify-self-start max-sm:w-full">Record my sign-in</SubmitButton>
      <Disclosure summary={<Folded choices={choices} />} open={state.fields !== undefined}>
        <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
          {choices.map(({ value, options, ...choice }) => (
            <SelectField
              key={`${choice.name} ${state.values?.[choice.name] ?? value}`}
              {...choice}
              options={[...options]}
              error={state.fields?.[choice.name]}
              defaultValue={state.values?.[choice.name] ?? value}
            />
          ))}
        </div>
      </Disclosure>
    </form>
  );
}

/** What is chosen for the JWT. */
function Folded({ choices }: { choices: readonly Choice[] }) {
  const shown = choices.map(
    ({ options, value }) => options.find((option) => option.value === value)?.label ?? value,
  );
  return (
    <>
      Change the JWT <span className="text-sm font-normal text-muted">{shown.join(" · ")}</span>
    </>
  );
}
