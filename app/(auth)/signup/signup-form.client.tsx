"use client";

import { useActionState } from "react";
import { ErrorSummary } from "@/app/_ui/controls/error-summary.client";
import { Field } from "@/app/_ui/controls/field";
import { emptyFormState, type FormState } from "@/app/_ui/controls/form-state";
import { SubmitButton } from "@/app/_ui/controls/submit-button.client";

interface SignUpFormProps {
  action: (previous: FormState, data: FormData) => Promise<FormState>;
}

export function SignUpForm({ action }: SignUpFormProps) {
  const [state, submit] = useActionState(action, emptyFormState);
  return (
    <form action={submit} noValidate className="grid gap-5">
      <ErrorSummary state={state} labels={{ name: "Name", email: "Email", password: "Password" }} />
      <Field
        label="Name"
        name="name"
        autoComplete="name"
        required
        defaultValue={state.values?.name}
        error={state.fields?.name}
      />
      <Field
        label="Email"
        name="email"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        defaultValue={state.values?.email}
        error={state.fields?.email}
        hint="No mail is sent. You sign in with it."
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        error={state.fields?.password}
        hint="8 to 1,024 characters of any kind; common passwords are refused."
      />
      <SubmitButton className="w-full">Create account</SubmitButton>
    </form>
  );
}
