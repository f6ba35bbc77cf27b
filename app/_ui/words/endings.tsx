// What became of sign-ins that were just ended: for each mode, how long a copy of the credential may still be
// accepted. Says what the mode guarantees, and counts down where that is not "at once".

import type { Effect, ModeName } from "@/lib/auth/contract";
import { Alert } from "../controls/alert";
import { ModeBadge } from "./mode-badge";
import { describeSeconds } from "./modes";
import { TimeLeft } from "./time-left.client";

interface Ending {
  mode: ModeName;
  count: number;
  effect: Effect;
  /** ISO 8601. */
  validUntil: string;
}

export function Endings({ title, endings }: { title: string; endings: readonly Ending[] }) {
  const late = endings.some((ending) => secondsLeft(ending) > 0);
  return (
    <Alert tone={late ? "warn" : "ok"} title={title}>
      {endings.length > 0 ? (
        <ul className="mt-1.5 grid gap-3">
          {endings.map((ending) => (
            <li key={ending.mode} className="grid gap-1">
              <span className="flex flex-wrap items-center gap-2">
                <ModeBadge mode={ending.mode} />
                <span className="text-sm text-muted">
                  {ending.count} sign-in{ending.count === 1 ? "" : "s"}
                </span>
              </span>
              <span>
                {firstWords[ending.mode]} <Lasts {...ending} />
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </Alert>
  );
}

/** What is gone at once in any case. */
const firstWords: Record<ModeName, string> = {
  session: "The session’s row is deleted.",
  jwt: "The refresh token is dead: it fetches nothing any more.",
};

/** What was issued under other settings keeps to those. */
const exceptions: Record<ModeName, string> = {
  session: "",
  jwt: " Only one from before you chose this revocation lives on as it was issued, an hour at most.",
};

function Lasts(ending: Ending) {
  const { effect, validUntil } = ending;
  if (effect === "immediate")
    return <>A copy of the cookie is refused at once, on its next request.{exceptions[ending.mode]}</>;
  const left = (
    <strong className="font-semibold">
      <TimeLeft until={validUntil} secondsLeft={secondsLeft(ending)} over="0 s: over" />
    </strong>
  );
  if (effect === "at_expiry")
    return (
      <>
        The last access token is still accepted until it expires, for at most {left}. One from before you
        shortened its lifetime lives on as long as it says, an hour at most.
      </>
    );
  return (
    <>
      A check may go by what it read up to {describeSeconds(effect.withinSeconds)} ago, so a copy of the
      cookie is accepted for at most {left}.
    </>
  );
}

/** Reckoned anew: the page may be loaded again. */
function secondsLeft({ validUntil }: Ending): number {
  return Math.max(0, Math.ceil((Date.parse(validUntil) - Date.now()) / 1000));
}
