// The two choices of the settings as radio cards: which mode, and how a JWT is revoked. Promises are given, never
// made up here.

import type { ReactNode } from "react";
import type { RadioOption } from "@/app/_ui/controls/radio-cards";
import { effectPhrase, type GuaranteeRow, guaranteeRows } from "@/app/_ui/words/guarantees";
import { strategyLook } from "@/app/_ui/words/strategies";
import type { Guarantees, ModeName, StrategyName } from "@/lib/auth/contract";
import { STRATEGY_NAMES } from "@/lib/auth/names";

/** Said before saving, for the option that is checked: what saving it would do. */
export function modeOptions(current: { mode: ModeName; guarantees: Guarantees }): RadioOption[] {
  const ending = effectPhrase(current.guarantees.revokeOne);
  const outcomes: Record<ModeName, ReactNode> = {
    session: (
      <>
        <strong>On saving</strong> a session row takes the place of your JWT. No further token comes from it;
        a copy of the one you hold stops {ending}.
      </>
    ),
    jwt: (
      <>
        <strong>On saving</strong> this browser&apos;s session row is deleted: any copy of its cookie stops{" "}
        {ending}. You get a JWT instead.
      </>
    ),
    [current.mode]: "You are signed in with this now. Saving leaves your cookie as it is.",
  };
  return [
    {
      value: "session",
      label: "Database session",
      mode: "session",
      description: "The cookie leads to a row in the database. The row decides.",
      outcome: outcomes.session,
    },
    {
      value: "jwt",
      label: "JWT cookie",
      mode: "jwt",
      description:
        "The cookie is a signed token, renewed every few minutes. What else is looked up, you choose.",
      outcome: outcomes.jwt,
    },
  ];
}

/** Each strategy with its sentence, and what it promises where that differs from another. */
export function strategyCards(strategies: Record<StrategyName, Guarantees>): RadioOption[] {
  const telling = guaranteeRows.filter(
    (row) => new Set(STRATEGY_NAMES.map((name) => row.value(strategies[name]))).size > 1,
  );
  return STRATEGY_NAMES.map((value) => ({
    value,
    label: strategyLook[value].label,
    description: (
      <div className="grid gap-x-8 gap-y-2 md:grid-cols-[1fr_18rem]">
        <p>{strategyLook[value].checks}</p>
        <Promised rows={telling} guarantees={strategies[value]} />
      </div>
    ),
  }));
}

function Promised({ rows, guarantees }: { rows: GuaranteeRow[]; guarantees: Guarantees }) {
  return (
    <dl className="grid content-start gap-0.5 max-md:border-t max-md:border-line max-md:pt-2 md:-mt-6">
      {rows.map(({ label, short }) => (
        <div key={label} className="grid grid-cols-[9.5rem_1fr] gap-x-3">
          <dt>{label}</dt>
          <dd className="font-medium text-ink">{short(guarantees)}</dd>
        </div>
      ))}
    </dl>
  );
}
