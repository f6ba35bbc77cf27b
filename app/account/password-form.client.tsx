"use client";

import { useActionState } from "react";
import { ErrorSummary } from "@/app/_ui/controls/error-summary.client";
import { Field } from "@/app/_ui/controls/field";
import { emptyFormState, type FormState } from "@/app/_ui/controls/form-state";
import { SubmitButton } from "@/app/_ui/controls/submit-button.client";
import { Username } from "@/app/_ui/controls/username";

interface PasswordFormProps {
  action: (previous: FormState, data: FormData) => Promise<FormState>;
  email: string;
}

const labels = { currentPassword: "Current password", newPassword: "New password" };

export function PasswordForm({ action, email }: PasswordFormProps) {
  const [state, submit] = useActionState(action, emptyFormState);
  return (
    <form action={submit} noValidate className="grid max-w-md gap-5">
      <ErrorSummary state={state} labels={labels} />
      <Username email={email} />
      <Field
        label={labels.currentPassword}
        name="currentPassword"
        type="password"
        autoComplete="current-password"
        required
        error={state.fields?.currentPassword}
      />
      <Field
        label={labels.newPassword}
        name="newPassword"
        type="password"
        autoComplete="new-password"
        required
        hint="At least 8 characters. Any characters; length is what counts."
        error={state.fields?.newPassword}
      />
      <SubmitButton className="justify-self-start">Change password</SubmitButton>
    </form>
  );
}
