// The card that ends all sign-ins, and how soon that reaches a copy of a cookie: read from what the modes promise.

import { signOutEverywhereAction } from "@/app/_actions/sign-out";
import { SignOutForm } from "@/app/_ui/controls/sign-out-form.client";
import { SubmitButton } from "@/app/_ui/controls/submit-button.client";
import { Card } from "@/app/_ui/shell/card";
import { describeEffect } from "@/app/_ui/words/guarantees";
import { KeyValue, KeyValueList } from "@/app/_ui/words/key-value";
import { ModeBadge } from "@/app/_ui/words/mode-badge";
import { strategyLook } from "@/app/_ui/words/strategies";
import type { StrategyName } from "@/lib/auth/contract";
import type { Promises } from "@/lib/settings/promises";

/** `strategy`: the one the account's JWTs are issued with. */
export function EverySignIn({ promises, strategy }: { promises: Promises; strategy: StrategyName }) {
  return (
    <Card
      id="everywhere"
      title="All your sign-ins"
      lead="Ends every sign-in of yours, in every browser, and takes the cookies out of this one. No refresh token brings anything afterwards. How soon a copy of a cookie stops working:"
    >
      <KeyValueList>
        <KeyValue label={<ModeBadge mode="session" />}>{describeEffect(promises.session.revokeAll)}</KeyValue>
        <KeyValue
          label={<ModeBadge mode="jwt" />}
          hint={`Revocation: ${strategyLook[strategy].label}. A token from before that choice keeps its old revocation.`}
        >
          {describeEffect(promises.jwt[strategy].revokeAll)}
        </KeyValue>
      </KeyValueList>
      <SignOutForm action={signOutEverywhereAction}>
        <SubmitButton variant="danger">Sign out everywhere</SubmitButton>
      </SignOutForm>
    </Card>
  );
}
