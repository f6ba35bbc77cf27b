"use client";

import { useActionState } from "react";
import { ErrorSummary } from "@/app/_ui/controls/error-summary.client";
import { Field } from "@/app/_ui/controls/field";
import { emptyFormState, type FormState } from "@/app/_ui/controls/form-state";
import { RadioCards } from "@/app/_ui/controls/radio-cards";
import { SubmitButton } from "@/app/_ui/controls/submit-button.client";

interface LoginFormProps {
  action: (previous: FormState, data: FormData) => Promise<FormState>;
  next: string;
}

const modes = [
  { value: "", label: "My account's setting" },
  { value: "session", label: "Database session", mode: "session" as const },
  { value: "jwt", label: "JWT cookie", mode: "jwt" as const },
];

export function LoginForm({ action, next }: LoginFormProps) {
  const [state, submit] = useActionState(action, emptyFormState);
  const mode = state.values?.mode ?? "";
  return (
    <form action={submit} noValidate className="grid gap-5">
      <ErrorSummary state={state} labels={{ email: "Email", password: "Password" }} />
      <input type="hidden" name="next" value={next} />
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
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        error={state.fields?.password}
      />
      <RadioCards
        key={mode}
        legend="Sign in with"
        name="mode"
        options={modes}
        defaultValue={mode}
        error={state.fields?.mode}
      />
      <SubmitButton className="w-full">Sign in</SubmitButton>
    </form>
  );
}
