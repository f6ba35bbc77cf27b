// Why this browser is not signed in any more: what was done with the sign-in whose cookie it still sends, or that it
// signed out just now.

import type { ReactNode } from "react";
import { fireOldAction } from "@/app/_actions/fire-old";
import { OldCookie } from "@/app/_old-cookie/old-cookie.client";
import { Alert } from "@/app/_ui/controls/alert";
import { effectPhrase } from "@/app/_ui/words/guarantees";
import { LocalTime } from "@/app/_ui/words/local-time.client";
import { modeLook } from "@/app/_ui/words/modes";
import { reasonWords } from "@/app/_ui/words/words";
import type { SignInEnd } from "@/lib/accounts/sign-ins/why-ended";
import type { InactiveReason } from "@/lib/auth/contract";
import type { AuditKind } from "@/lib/stores/audit";
import type { OldCredential } from "@/lib/web/credentials/old-credential";
import type { SignedOut } from "@/lib/web/credentials/signed-out";

interface WhySignedOutProps {
  /** Null: nothing genuine was sent. */
  why: SignedOut | null;
  /** The credential it held a moment ago. */
  old: OldCredential | null;
}

export function WhySignedOut({ why, old }: WhySignedOutProps) {
  if (!why && !old) return null;
  return (
    <div className="mb-6">
      {why ? (
        <Alert tone="warn" title="You are signed out" live={false}>
          {why.end ? <Ended end={why.end} /> : byTime(why.reason)}
        </Alert>
      ) : old ? (
        <Alert tone={old.secondsLeft > 0 ? "warn" : "ok"} title="You signed out" live={false}>
          <div className="grid gap-3">
            <p>
              The cookie is gone from this browser. {modeLook[old.mode].label}: a copy of it stops{" "}
              {effectPhrase(old.effect)}.
            </p>
            <OldCookie action={fireOldAction} />
          </div>
        </Alert>
      ) : null}
    </div>
  );
}

function Ended({ end }: { end: SignInEnd }) {
  const at = <LocalTime date={end.at.toISOString()} show="time" />;
  return <p>{sentences[end.kind]?.(at, end) ?? <>This sign-in was ended at {at}.</>}</p>;
}

const sentences: Partial<Record<AuditKind, (at: ReactNode, end: SignInEnd) => ReactNode>> = {
  "sign-out": (at) => <>You signed out at {at}.</>,
  "sign-in.ended": (at, { madeRoom }) =>
    madeRoom ? (
      <>This sign-in was ended at {at}: your settings allow no more at once, and another one began.</>
    ) : (
      <>This sign-in was ended on another device at {at}.</>
    ),
  "sign-out-everywhere": (at, { own }) =>
    own ? (
      <>You signed out everywhere at {at}.</>
    ) : (
      <>You signed out everywhere from another device at {at}.</>
    ),
  "password.changed": (at) => <>The password was changed at {at}. That ends every other sign-in.</>,
  "mode.switched": (at) => <>This sign-in was exchanged for one of the other mode at {at}.</>,
  "refresh.reused": (at) => (
    <>
      A refresh token that was used before came back at {at}. Somebody else may have a copy, so this sign-in
      was ended.
    </>
  ),
  "role.changed": (at) => <>An admin changed the role of your account at {at}. That ends every sign-in.</>,
  "account.disabled": (at) => <>An admin disabled your account at {at}.</>,
  "account.signed-out": (at) => <>An admin ended all your sign-ins at {at}.</>,
  "account.deleted": (at) => <>Your account was deleted at {at}.</>,
};

function byTime(reason: InactiveReason): string {
  if (reason === "revoked") return "This sign-in was ended.";
  return reason === "expired" ? "Your sign-in reached its time limit." : reasonWords[reason].long;
}
