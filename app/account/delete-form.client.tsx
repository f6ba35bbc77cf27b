"use client";

import { useActionState } from "react";
import { ErrorSummary } from "@/app/_ui/controls/error-summary.client";
import { Field } from "@/app/_ui/controls/field";
import { emptyFormState, type FormState } from "@/app/_ui/controls/form-state";
import { SubmitButton } from "@/app/_ui/controls/submit-button.client";
import { Username } from "@/app/_ui/controls/username";

interface DeleteFormProps {
  action: (previous: FormState, data: FormData) => Promise<FormState>;
  email: string;
}

export function DeleteForm({ action, email }: DeleteFormProps) {
  const [state, submit] = useActionState(action, emptyFormState);
  return (
    <form action={submit} noValidate className="grid max-w-md gap-5">
      <ErrorSummary state={state} labels={{ password: "Password" }} />
      <Username email={email} />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        hint="To be sure that it is you."
        error={state.fields?.password}
      />
      <SubmitButton variant="danger" className="justify-self-start">
        Delete my account
      </SubmitButton>
    </form>
  );
}
