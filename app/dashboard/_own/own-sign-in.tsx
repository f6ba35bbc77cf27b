// "Your sign-in": the real cookie that guards this page, and what the guard did for this very request.
// Shows what the data access layer describes; the credential itself never gets here.

import { Card } from "@/app/_ui/card";
import { ModeBadge } from "@/app/_ui/mode-badge";
import { describeSeconds } from "@/app/_ui/modes";
import { Steps } from "@/app/_ui/steps";
import { TimeLeft } from "@/app/_ui/time-left.client";
import { TimeSince } from "@/app/_ui/time-since.client";
import { micros, reads } from "@/app/_ui/words";
import type { ModeName } from "@/lib/auth/contract";
import type { OwnCredential } from "@/lib/session/own-credential";
import { CookieFacts } from "./cookie-facts";
import { Inside, Value } from "./inside";

const truth: Record<ModeName, string> = {
  session:
    "The truth is in the database: the cookie is a ticket, and taking this row away signs you out on the next request.",
  jwt: "The truth is in the cookie: it is signed, nobody is asked, and nothing on the server reaches it before it expires.",
};

export function OwnSignIn({ own, mode }: { own: OwnCredential; mode: ModeName }) {
  return (
    <Card id="own" title="Your sign-in" lead={truth[mode]} aside={<ModeBadge mode={mode} />}>
      <div className="grid min-w-0 gap-x-10 gap-y-6 lg:grid-cols-[1fr_1fr]">
        <div className="grid min-w-0 content-start gap-4">
          <h3 className="text-[0.9375rem]">What your browser holds</h3>
          <CookieFacts cookie={own.cookie} mode={mode}>
            <Value introspection={own.introspection} />
          </CookieFacts>
          <Times own={own} />
        </div>
        <Guard own={own} mode={mode} />
      </div>
      <Inside introspection={own.introspection} />
    </Card>
  );
}

function Times({ own }: { own: OwnCredential }) {
  const now = Date.now();
  const row = "row" in own.introspection ? own.introspection.row : null;
  return (
    <dl className="grid grid-cols-2 gap-x-6">
      <div>
        <dt className="text-sm text-muted">Age</dt>
        <dd className="text-xl">
          <TimeSince
            since={own.issuedAt.toISOString()}
            secondsGone={Math.max(0, Math.floor((now - own.issuedAt.getTime()) / 1000))}
          />
        </dd>
      </div>
      <div>
        <dt className="text-sm text-muted">Time left</dt>
        <dd className="text-xl">
          <TimeLeft
            until={own.expiresAt.toISOString()}
            secondsLeft={Math.max(0, Math.ceil((own.expiresAt.getTime() - now) / 1000))}
          />
        </dd>
        {row ? (
          <dd className="text-sm text-muted">
            or {describeSeconds(row.idleTimeoutSeconds)} without a request, if that comes first
          </dd>
        ) : null}
      </div>
    </dl>
  );
}

function Guard({ own, mode }: { own: OwnCredential; mode: ModeName }) {
  const time = own.steps.reduce((sum, step) => sum + step.microseconds, 0);
  const count = own.steps.reduce((sum, step) => sum + step.reads, 0);
  return (
    <div className="grid min-w-0 content-start gap-4">
      <h3 className="text-[0.9375rem]">What the guard did for this request</h3>
      <Steps steps={own.steps} mode={mode} />
      <p className="flex justify-between gap-4 border-t border-line pt-2.5 text-[0.9375rem] tabular-nums">
        <span>In all, {reads(count)}</span>
        <span className="font-medium">{micros(time)}</span>
      </p>
      <p className="text-sm text-muted">
        Measured while this page was made. A step is remembered when the same bytes were checked before; time,
        audience and the row are checked every time.
      </p>
    </div>
  );
}
