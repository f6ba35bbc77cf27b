"use client";

import { type ReactNode, useActionState } from "react";
import { Card } from "@/app/_ui/card";
import { ErrorSummary } from "@/app/_ui/error-summary.client";
import { Field, SelectField } from "@/app/_ui/field";
import { emptyFormState, type FormState } from "@/app/_ui/form-state";
import { describeSeconds } from "@/app/_ui/modes";
import { RadioCards, type RadioOption } from "@/app/_ui/radio-cards";
import { SubmitButton } from "@/app/_ui/submit-button.client";
import type { ModeName } from "@/lib/auth/contract";

type FieldName = "authMode" | "jwtAlg" | "accessTtlSeconds" | "sessionIdleSeconds" | "sessionAbsoluteSeconds";

interface SettingsFormProps {
  action: (previous: FormState, data: FormData) => Promise<FormState>;
  /** The mode this browser is signed in with. */
  current: ModeName;
  saved: Record<FieldName, string>;
}

const labels: Record<FieldName, string> = {
  authMode: "Auth mode",
  sessionIdleSeconds: "Idle timeout",
  sessionAbsoluteSeconds: "Absolute timeout",
  jwtAlg: "Algorithm",
  accessTtlSeconds: "Lifetime",
};

const algorithms = [
  { value: "HS256", label: "HS256, one shared secret" },
  { value: "RS256", label: "RS256, RSA key pair" },
  { value: "ES256", label: "ES256, elliptic curve P-256" },
  { value: "EdDSA", label: "EdDSA, Ed25519" },
];

export function SettingsForm({ action, current, saved }: SettingsFormProps) {
  const [state, submit] = useActionState(action, emptyFormState);
  const values = { ...saved, ...state.values };
  const seconds = (name: FieldName, hint: string) => ({
    label: labels[name],
    name,
    inputMode: "numeric" as const,
    autoComplete: "off",
    unit: "seconds",
    required: true,
    defaultValue: values[name],
    error: state.fields?.[name],
    hint: `${hint} Saved: ${describeSeconds(Number(saved[name]))}.`,
  });
  return (
    <form action={submit} noValidate className="grid gap-6">
      <ErrorSummary state={state} labels={labels} />
      <RadioCards
        key={values.authMode}
        legend="Auth mode"
        name="authMode"
        options={options(current, saved)}
        defaultValue={values.authMode}
        error={state.fields?.authMode}
        columns={2}
      />
      <div className="grid gap-6 md:grid-cols-2">
        <Card id="session-terms" title="Session lifetime" mode="session">
          <Field {...seconds("sessionIdleSeconds", "Ends after this long without a request.")} />
          <Field {...seconds("sessionAbsoluteSeconds", "Ends after this long, whatever happens.")} />
        </Card>
        <Card id="jwt-terms" title="JWT lifetime and signature" mode="jwt">
          <Field {...seconds("accessTtlSeconds", "Valid for exactly this long; nothing ends it sooner.")} />
          <SelectField
            label={labels.jwtAlg}
            name="jwtAlg"
            options={algorithms}
            defaultValue={values.jwtAlg}
            error={state.fields?.jwtAlg}
            hint="How the token is signed."
          />
        </Card>
      </div>
      <div>
        <SubmitButton className="max-sm:w-full">Save settings</SubmitButton>
      </div>
    </form>
  );
}

/** Said before saving, for the option that is checked: what saving it would do. */
function options(current: ModeName, saved: Record<FieldName, string>): RadioOption[] {
  const lifetime = describeSeconds(Number(saved.accessTtlSeconds));
  const outcomes: Record<ModeName, ReactNode> = {
    session: (
      <>
        <strong>On saving</strong> your JWT leaves this browser and a session row takes its place. A copy of
        the JWT goes on working until it expires: the server has nothing to delete.
      </>
    ),
    jwt: (
      <>
        <strong>On saving</strong> this browser&apos;s session row is deleted, and any copy of its cookie is
        refused from then on. You get a JWT instead.
      </>
    ),
    [current]: "You are signed in with this now. Saving leaves your cookie as it is.",
  };
  return [
    {
      value: "session",
      label: "Database session",
      mode: "session",
      description: "A row on the server decides on every request, so it can be ended at once.",
      outcome: outcomes.session,
    },
    {
      value: "jwt",
      label: "JWT cookie",
      mode: "jwt",
      description: `A signed token decides, with no lookup, for ${lifetime}. Nothing ends it sooner.`,
      outcome: outcomes.jwt,
    },
  ];
}
