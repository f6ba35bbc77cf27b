"use client";
// The button that sends the old cookie once more, and what the server answered. Works without JavaScript.

import { useActionState } from "react";
import type { FireResult } from "@/app/_actions/fire-old";
import { SubmitButton } from "@/app/_ui/controls/submit-button.client";
import { LocalTime } from "@/app/_ui/words/local-time.client";
import { modeLook } from "@/app/_ui/words/modes";
import { TimeLeft } from "@/app/_ui/words/time-left.client";
import { reasonWords } from "@/app/_ui/words/words";

export function OldCookie({ action }: { action: () => Promise<FireResult> }) {
  const [result, submit] = useActionState<FireResult | null>(action, null);
  return (
    <div className="grid justify-items-start gap-2.5">
      <form action={submit}>
        <SubmitButton variant="secondary" size="sm">
          Fire the old cookie
        </SubmitButton>
      </form>
      <div role="status" className="min-h-6 text-[0.9375rem]">
        {result ? <Answer result={result} /> : "Sends it now, as a thief with a copy would."}
      </div>
    </div>
  );
}

function Answer({ result }: { result: FireResult }) {
  if ("error" in result) return <p>{result.error}</p>;
  const { mode, at, refused, validUntil, secondsLeft } = result.fired;
  const { label } = modeLook[mode];
  if (refused)
    return (
      <p>
        <strong className="font-semibold text-bad">401, refused</strong> at{" "}
        <LocalTime date={at} show="time" />. {label}: {reasonWords[refused].long}
      </p>
    );
  return (
    <p>
      <strong className="font-semibold text-warn">200, still accepted</strong> at{" "}
      <LocalTime date={at} show="time" />, though you ended it. It goes on for{" "}
      <strong className="font-semibold">
        <TimeLeft key={at} until={validUntil} secondsLeft={secondsLeft} over="0 s: press again" />
      </strong>
      .
    </p>
  );
}
