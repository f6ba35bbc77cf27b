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
    autoComplete: "off",
    defaultValue: values[name],
    error: state.fields?.[name],
    hint,
  });
  const lasting = (name: SettingName, hint: string) => ({ ...field(name, hint), required: true });
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
          <Field {...lasting("session.idleTimeoutSeconds", "Ends after this long without a request.")} />
          <Field {...lasting("session.absoluteTimeoutSeconds", "Ends after this long, whatever happens.")} />
          <Field
            {...lasting(
              "session.cacheSeconds",
              "At 0 s every request reads the row. Otherwise a server may go by what it read up to this long ago: ending a session, or changing a role, takes that long to show.",
            )}
          />
        </Card>
        <Card id="jwt-terms" title="JWT lifetime and refresh" mode="jwt">
          <Field
            {...lasting(
              "jwt.accessTtlSeconds",
              "The token is valid for this long. Then a refresh brings the next.",
            )}
          />
          <Field
            {...lasting(
              "jwt.refreshIdleSeconds",
              "The refresh token ends when it is not used for this long.",
            )}
          />
          <Field
            {...lasting(
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
          <Field
            {...field("maxSignIns", "From 1 to 1,000. With one more, the oldest ends.")}
            inputMode="numeric"
          />
        </div>
      </Card>
      <div className="save-bar sticky bottom-0 -mx-4 flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line bg-surface px-4 py-3 sm:-mx-6 sm:px-6">
        <SubmitButton className="max-sm:w-full">Save settings</SubmitButton>
        <p className="text-sm text-muted max-sm:hidden">
          Times are written with their unit: 30 s, 15 min, 12 h, 7 days.
        </p>
      </div>
    </form>
  );
}
