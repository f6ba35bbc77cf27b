"use client";
// The password once more, and nothing else.

import { useActionState } from "react";
import { ErrorSummary } from "@/app/_ui/controls/error-summary.client";
import { Field } from "@/app/_ui/controls/field";
import { emptyFormState, type FormState } from "@/app/_ui/controls/form-state";
import { SubmitButton } from "@/app/_ui/controls/submit-button.client";
import { Username } from "@/app/_ui/controls/username";

interface ConfirmFormProps {
  action: (previous: FormState, data: FormData) => Promise<FormState>;
  email: string;
  next: string;
}

export function ConfirmForm({ action, email, next }: ConfirmFormProps) {
  const [state, submit] = useActionState(action, emptyFormState);
  return (
    <form action={submit} noValidate className="grid gap-5">
      <ErrorSummary state={state} labels={{ password: "Password" }} />
      <input type="hidden" name="next" value={next} />
      <Username email={email} />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        error={state.fields?.password}
      />
      <SubmitButton className="w-full">Confirm</SubmitButton>
    </form>
  );
}
