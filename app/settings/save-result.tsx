// What saving did, and above all what became of the credential this browser held before.

import type { ReactNode } from "react";
import { fireOldAction } from "@/app/_actions/fire-old";
import { OldCookie } from "@/app/_old-cookie/old-cookie.client";
import { Alert } from "@/app/_ui/controls/alert";
import { LocalTime } from "@/app/_ui/words/local-time.client";
import { ModeBadge } from "@/app/_ui/words/mode-badge";
import { TimeLeft } from "@/app/_ui/words/time-left.client";
import type { ModeSwitchOutcome } from "@/lib/accounts/own/switch-mode";
import type { Effect, ModeName } from "@/lib/auth/contract";

interface SaveResultProps {
  outcome: ModeSwitchOutcome | null;
  /** The old credential is still here to be sent once more. */
  canFire: boolean;
}

export function SaveResult({ outcome, canFire }: SaveResultProps) {
  if (!outcome) {
    return (
      <Alert tone="ok" title="Settings saved">
        A JWT’s lifetime, revocation and algorithm count from the next token on, timeouts from your next
        sign-in.
      </Alert>
    );
  }
  const { from, to, oldCredential } = outcome;
  // Reckoned anew: the outcome was written before the redirect, and the page may be loaded again.
  const secondsLeft = Math.max(0, Math.ceil((Date.parse(oldCredential.validUntil) - Date.now()) / 1000));
  const stillValid = oldCredential.effect !== "immediate" && secondsLeft > 0;
  return (
    <Alert tone={stillValid ? "warn" : "ok"} title="Settings saved, and your cookie was exchanged">
      <dl className="mt-1.5 grid gap-x-8 gap-y-3 sm:grid-cols-2">
        <Fact name={<Mode mode={to} before="This browser now has" />}>
          You stay signed in, with a new credential.
        </Fact>
        <Fact name={<Mode mode={from} before="The old" />}>
          {stillValid ? (
            <StillValid {...oldCredential} secondsLeft={secondsLeft} />
          ) : (
            endedWords(oldCredential.effect)
          )}{" "}
          {alsoEnded[from]}
        </Fact>
      </dl>
      {canFire ? (
        <div className="mt-4 border-t border-line-strong pt-3">
          <OldCookie action={fireOldAction} />
        </div>
      ) : null}
    </Alert>
  );
}

const endedWords = (effect: Effect): string =>
  effect === "immediate"
    ? "Revoked at once: any copy of the cookie is refused on its next request."
    : "No longer accepted: a copy of the cookie is refused.";

const alsoEnded: Record<ModeName, string> = {
  session: "Its row is deleted.",
  jwt: "Its refresh token has ended too, so nobody gets a further token with it.",
};

function StillValid({ effect, validUntil, secondsLeft }: ModeSwitchOutcome["oldCredential"]) {
  return (
    <>
      Gone from this browser, but still accepted for{" "}
      <strong className="font-semibold">
        <TimeLeft until={validUntil} secondsLeft={secondsLeft} over="0 s: it has expired" />
      </strong>
      , until <LocalTime date={validUntil} show="time" />.{" "}
      {effect === "at_expiry"
        ? "Whoever has a copy can use it until then: it was issued to be checked by its signature alone, and nothing is looked up that could refuse it."
        : "Until then a server may go by what it read before it was revoked."}
    </>
  );
}

function Mode({ mode, before }: { mode: ModeName; before: string }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      {before} <ModeBadge mode={mode} />
    </span>
  );
}

function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div className="grid content-start gap-1">
      <dt className="text-sm font-medium">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
