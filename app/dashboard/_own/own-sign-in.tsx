// "Your sign-in": the real cookies that guard this page, and what the guard did for this very request.
// Shows what the data access layer describes; the credential itself never gets here.

import { Steps } from "@/app/_ui/drawings/steps";
import { Card } from "@/app/_ui/shell/card";
import { effectPhrase } from "@/app/_ui/words/guarantees";
import { ModeBadge } from "@/app/_ui/words/mode-badge";
import { strategyLook } from "@/app/_ui/words/strategies";
import { micros, reads } from "@/app/_ui/words/words";
import type { ModeName, StrategyName } from "@/lib/auth/contract";
import type { OwnCredential } from "@/lib/web/credentials/own-credential";
import { CookieFacts } from "./cookie-facts";
import { Inside, Value } from "./inside";
import { RefreshCookie, RefreshRows, Renewal } from "./renewal";
import { Times } from "./times";

interface OwnSignInProps {
  own: OwnCredential;
  mode: ModeName;
  /** A JWT's. */
  strategy: StrategyName | undefined;
}

export function OwnSignIn({ own, mode, strategy }: OwnSignInProps) {
  const truth = strategy
    ? strategyLook[strategy].truth
    : "The server looks up the row that the cookie leads to. The row decides.";
  return (
    <Card
      id="own"
      title="Your sign-in"
      lead={`${truth} Ending this sign-in shows ${effectPhrase(own.guarantees.revokeOne)}.`}
      aside={<ModeBadge mode={mode} />}
    >
      <div className="grid min-w-0 gap-x-10 gap-y-6 lg:grid-cols-[1fr_1fr]">
        <div className="grid min-w-0 content-start gap-4">
          <h3 className="text-[0.9375rem]">What your browser holds</h3>
          <CookieFacts cookie={own.cookie} mode={mode}>
            <Value introspection={own.introspection} />
          </CookieFacts>
          <Times own={own} />
          {own.refresh ? <RefreshCookie refresh={own.refresh} mode={mode} /> : null}
        </div>
        <div className="grid min-w-0 content-start gap-6">
          <Guard own={own} mode={mode} strategy={strategy} />
          <Renewal own={own} />
        </div>
      </div>
      <Inside introspection={own.introspection} />
      {own.refresh ? <RefreshRows refresh={own.refresh} /> : null}
    </Card>
  );
}

function Guard({ own, mode, strategy }: OwnSignInProps) {
  const time = own.steps.reduce((sum, step) => sum + step.microseconds, 0);
  const count = own.steps.reduce((sum, step) => sum + step.reads, 0);
  const looksUp = strategy ? `${strategyLook[strategy].label}: ${strategyLook[strategy].checks}` : null;
  return (
    <div className="grid min-w-0 content-start gap-4">
      <h3 className="text-[0.9375rem]">What the guard did for this request</h3>
      <Steps steps={own.steps} mode={mode} />
      <p className="flex justify-between gap-4 border-t border-line pt-2.5 text-[0.9375rem] tabular-nums">
        <span>In all, {reads(count)}</span>
        <span className="font-medium">{micros(time)}</span>
      </p>
      {looksUp ? <p className="text-sm text-muted">{looksUp}</p> : null}
      <p className="text-sm text-muted">
        Measured while this page was made: the median of {Math.max(...own.steps.map(({ times }) => times))}{" "}
        checks. “Remembered” means: the same cookie was checked before, so its seal or signature is not
        computed again. Time, audience and the database are checked every time.
      </p>
    </div>
  );
}
