// How old the credential is and how long it is still good for, ticking.

import { describeSeconds } from "@/app/_ui/words/modes";
import { TimeLeft } from "@/app/_ui/words/time-left.client";
import { TimeSince } from "@/app/_ui/words/time-since.client";
import type { OwnCredential } from "@/lib/web/credentials/own-credential";

export function Times({ own }: { own: OwnCredential }) {
  const row = "row" in own.introspection ? own.introspection.row : null;
  return (
    <dl className="grid grid-cols-2 gap-x-6">
      <div>
        <dt className="text-sm text-muted">Age</dt>
        <dd className="text-xl">
          <TimeSince since={own.issuedAt.toISOString()} secondsGone={secondsSince(own.issuedAt)} />
        </dd>
      </div>
      <div>
        <dt className="text-sm text-muted">Time left</dt>
        <dd className="text-xl">
          <TimeLeft until={own.expiresAt.toISOString()} secondsLeft={secondsUntil(own.expiresAt)} />
        </dd>
        {row && row.idleTimeoutSeconds < secondsUntil(own.expiresAt) ? (
          <dd className="text-sm text-muted">
            or {describeSeconds(row.idleTimeoutSeconds)} without a request, if that comes first
          </dd>
        ) : null}
        {own.refresh ? (
          <dd className="text-sm text-muted">for this token; the next one replaces it</dd>
        ) : null}
      </div>
    </dl>
  );
}

export const secondsSince = (instant: Date): number =>
  Math.max(0, Math.floor((Date.now() - instant.getTime()) / 1000));

export const secondsUntil = (instant: Date): number =>
  Math.max(0, Math.ceil((instant.getTime() - Date.now()) / 1000));
