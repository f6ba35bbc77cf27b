// What an act did, and how soon each mode feels it: the measured number of sign-ins that ended, the guaranteed
// bound, and a countdown where something is still accepted.

import type { ReactNode } from "react";
import { Alert } from "@/app/_ui/controls/alert";
import { ModeBadge } from "@/app/_ui/words/mode-badge";
import { TimeLeft } from "@/app/_ui/words/time-left.client";
import type { Reach } from "@/lib/accounts/sign-ins/reach";
import type { ActResult } from "./acts";
import { actWords, ceilingWords, endedWords, reachWords, refusalWords } from "./words";

export function Result({ result, name }: { result: ActResult; name: string }): ReactNode {
  const { act, refused, changed, reach } = result;
  // Whoever may not administer does not get as far as this page.
  if (refused)
    return (
      <Alert tone="bad" title="Not done">
        {refused === "forbidden" ? null : refusalWords[refused]}
      </Alert>
    );
  if (!changed && reach.length === 0)
    return <Alert title="Nothing was changed">It was like that already. Nobody’s sign-ins were ended.</Alert>;
  const { title, also } = actWords[act];
  const late = reach.some(({ effect, ended }) => effect !== "immediate" && ended > 0);
  return (
    <Alert tone={late ? "warn" : "ok"} title={title(name)}>
      <p>{also}</p>
      {reach.length > 0 ? (
        <>
          <ul className="mt-3 grid gap-3">
            {reach.map((one) => (
              <InMode key={one.mode} reach={one} />
            ))}
          </ul>
          <p className="mt-3 max-w-prose text-sm text-muted">{ceilingWords(reach)}</p>
        </>
      ) : null}
    </Alert>
  );
}

function InMode({ reach }: { reach: Reach }) {
  const { mode, ended, validUntil } = reach;
  // Reckoned anew: the page may be loaded again.
  const secondsLeft = validUntil ? Math.max(0, Math.ceil((Date.parse(validUntil) - Date.now()) / 1000)) : 0;
  return (
    <li className="grid gap-1">
      <span className="flex flex-wrap items-center gap-2">
        <ModeBadge mode={mode} />
        <span className="text-sm">{endedWords(ended)}</span>
      </span>
      <span className="max-w-prose">
        {reachWords(reach)}
        {validUntil && reach.effect !== "immediate" ? (
          <>
            {" "}
            The last of them is over in{" "}
            <strong className="font-semibold">
              <TimeLeft until={validUntil} secondsLeft={secondsLeft} over="0 s: it is over" />
            </strong>
            .
          </>
        ) : null}
      </span>
    </li>
  );
}
