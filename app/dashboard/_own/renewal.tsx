// The cookie a JWT sign-in is renewed with, and the token family behind it. Shows what the data access layer
// describes; the refresh token itself never gets here.

import { CodeBlock } from "@/app/_ui/words/code";
import { KeyValue, KeyValueList } from "@/app/_ui/words/key-value";
import { LocalTime } from "@/app/_ui/words/local-time.client";
import { TimeLeft } from "@/app/_ui/words/time-left.client";
import type { ModeName, SignIn } from "@/lib/auth/contract";
import type { RefreshDescription } from "@/lib/web/credentials/own-credential";
import { CookieFacts } from "./cookie-facts";
import { secondsUntil } from "./times";

export function RefreshCookie({ refresh, mode }: { refresh: RefreshDescription; mode: ModeName }) {
  return (
    <div className="border-t border-line pt-4">
      <CookieFacts cookie={refresh.cookie} mode={mode}>
        <div className="grid min-w-0 gap-2">
          <CodeBlock>{refresh.preview}</CodeBlock>
          <p className="text-sm text-muted">
            The refresh token: random and opaque, it says nothing by itself, and the server keeps only its
            hash. It is good for one use, which brings the next one.
          </p>
        </div>
      </CookieFacts>
    </div>
  );
}

/** How the sign-in goes on, and until when. */
export function Renewal({ refresh: { renewsAt, family } }: { refresh: RefreshDescription }) {
  return (
    <div className="grid min-w-0 content-start gap-4">
      <h3 className="text-[0.9375rem]">How it goes on</h3>
      <KeyValueList>
        <KeyValue label="Next renewal" hint="By the first page you open from then on. You notice nothing.">
          <TimeLeft
            until={renewsAt.toISOString()}
            secondsLeft={secondsUntil(renewsAt)}
            over="with the next page"
          />
        </KeyValue>
        {family ? <Family family={family} /> : null}
      </KeyValueList>
    </div>
  );
}

function Family({ family: { createdAt, lastSeenAt, expiresAt } }: { family: SignIn }) {
  return (
    <>
      <KeyValue label="Sign-in began">
        <LocalTime date={createdAt.toISOString()} />
      </KeyValue>
      <KeyValue label="Renewed last">
        {lastSeenAt > createdAt ? <LocalTime date={lastSeenAt.toISOString()} /> : "Not yet"}
      </KeyValue>
      <KeyValue
        label="Ends"
        hint="At the latest: no renewal reaches beyond. Sooner, when the refresh token lies unused too long."
      >
        <LocalTime date={expiresAt.toISOString()} />
      </KeyValue>
    </>
  );
}
