"use client";
// The settings as one form that works without JavaScript. What modes and strategies promise comes with the
// props, from the modes themselves; nothing is promised here.

import { useActionState } from "react";
import { ErrorSummary } from "@/app/_ui/controls/error-summary.client";
import { Field, SelectField } from "@/app/_ui/controls/field";
import { emptyFormState, type FormState } from "@/app/_ui/controls/form-state";
import { RadioCards } from "@/app/_ui/controls/radio-cards";
import { SubmitButton } from "@/app/_ui/controls/submit-button.client";
import { Card } from "@/app/_ui/shell/card";
import { describeSeconds } from "@/app/_ui/words/modes";
import type { Guarantees, ModeName, StrategyName } from "@/lib/auth/contract";
import type { SettingName } from "@/lib/stores/settings";
import { modeOptions, strategyCards } from "./choices";
import { algorithms, labels } from "./fields";

interface SettingsFormProps {
  action: (previous: FormState, data: FormData) => Promise<FormState>;
  /** The mode this browser is signed in with, and what it promises for this very credential. */
  current: { mode: ModeName; guarantees: Guarantees };
  /** What a JWT would promise with each strategy. */
  strategies: Record<StrategyName, Guarantees>;
  saved: Record<SettingName, string>;
  /** What was entered before the way led over another page. */
  entered: Partial<Record<SettingName, string>>;
}

export function SettingsForm({ action, current, strategies, saved, entered }: SettingsFormProps) {
  const [state, submit] = useActionState(action, emptyFormState);
  const values = { ...saved, ...entered, ...state.values };
  const field = (name: SettingName, hint: string) => ({
    label: labels[name],
    name,
    inputMode: "numeric" as const,
    autoComplete: "off",
    defaultValue: values[name],
    error: state.fields?.[name],
    hint,
  });
  const seconds = (name: SettingName, hint: string, zero?: string) => ({
    ...field(
      name,
      `${hint} Saved: ${(saved[name] === "0" && zero) || describeSeconds(Number(saved[name]))}.`,
    ),
    unit: "seconds",
    required: true,
  });
  return (
    <form action={submit} noValidate className="grid gap-6">
      <ErrorSummary state={state} labels={labels} />
      <RadioCards
        key={`mode ${values.authMode}`}
        legend={labels.authMode}
        name="authMode"
        options={modeOptions(current)}
        defaultValue={values.authMode}
        error={state.fields?.authMode}
        columns={2}
      />
      <div className="grid gap-6 md:grid-cols-2">
        <Card id="session-terms" title="Session lifetime" mode="session">
          <Field {...seconds("session.idleTimeoutSeconds", "Ends after this long without a request.")} />
          <Field {...seconds("session.absoluteTimeoutSeconds", "Ends after this long, whatever happens.")} />
          <Field
            {...seconds(
              "session.cacheSeconds",
              "With 0 every request reads the row. Otherwise a server may go by what it read up to this long ago: ending a session, or changing a role, takes that long to show.",
              "off, every request reads the row",
            )}
          />
        </Card>
        <Card id="jwt-terms" title="JWT lifetime and refresh" mode="jwt">
          <Field
            {...seconds(
              "jwt.accessTtlSeconds",
              "The token is valid for this long. Then a refresh brings the next.",
            )}
          />
          <Field
            {...seconds(
              "jwt.refreshIdleSeconds",
              "The refresh token ends when it is not used for this long.",
            )}
          />
          <Field
            {...seconds(
              "jwt.refreshAbsoluteSeconds",
              "The sign-in ends after this long, however often it is renewed.",
            )}
          />
        </Card>
      </div>
      <Card id="jwt-checks" title="JWT revocation and signature" mode="jwt">
        <RadioCards
          key={`revocation ${values["jwt.revocation"]}`}
          legend={labels["jwt.revocation"]}
          name="jwt.revocation"
          options={strategyCards(strategies)}
          defaultValue={values["jwt.revocation"]}
          hint="What is looked up before a token is believed that has not expired."
          error={state.fields?.["jwt.revocation"]}
        />
        <SelectField
          label={labels["jwt.alg"]}
          name="jwt.alg"
          options={algorithms}
          defaultValue={values["jwt.alg"]}
          error={state.fields?.["jwt.alg"]}
          hint="How the token is signed."
        />
      </Card>
      <Card id="sign-ins" title="Sign-ins">
        <div className="md:w-1/2 md:pr-3">
          <Field {...field("maxSignIns", "From 1 to 1,000. With one more, the oldest ends.")} />
        </div>
      </Card>
      <div>
        <SubmitButton className="max-sm:w-full">Save settings</SubmitButton>
      </div>
    </form>
  );
}
