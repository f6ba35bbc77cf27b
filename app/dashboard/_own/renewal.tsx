// The cookie a JWT sign-in is renewed with, and the token family behind it. Shows what the data access layer
// describes; the refresh token itself never gets here.

import { Disclosure } from "@/app/_ui/controls/disclosure";
import { Code, CodeBlock } from "@/app/_ui/words/code";
import { KeyValue, KeyValueList } from "@/app/_ui/words/key-value";
import { LocalTime } from "@/app/_ui/words/local-time.client";
import { describeSeconds } from "@/app/_ui/words/modes";
import { TimeLeft } from "@/app/_ui/words/time-left.client";
import type { ModeName, SignIn } from "@/lib/auth/contract";
import type { OwnCredential, RefreshDescription } from "@/lib/web/credentials/own-credential";
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

/** Since when the sign-in goes on, and until when. */
export function Renewal({ own: { authenticatedAt, refresh } }: { own: OwnCredential }) {
  const family = refresh?.family;
  return (
    <div className="grid min-w-0 content-start gap-4">
      <h3 className="text-[0.9375rem]">How it goes on</h3>
      <KeyValueList>
        <KeyValue
          label="Sign-in began"
          hint="When you last gave your password. A renewal or a switch of modes does not change it."
        >
          <LocalTime date={authenticatedAt.toISOString()} />
        </KeyValue>
        {refresh ? (
          <KeyValue label="Next renewal" hint="By the first page you open from then on. You notice nothing.">
            <TimeLeft
              until={refresh.renewsAt.toISOString()}
              secondsLeft={secondsUntil(refresh.renewsAt)}
              over="with the next page"
            />
          </KeyValue>
        ) : null}
        {family ? <Family family={family} /> : null}
      </KeyValueList>
    </div>
  );
}

function Family({ family: { createdAt, lastSeenAt, expiresAt, idleTimeoutSeconds } }: { family: SignIn }) {
  const endsSooner = idleTimeoutSeconds < secondsUntil(expiresAt);
  return (
    <>
      <KeyValue label="Renewed last">
        {lastSeenAt > createdAt ? <LocalTime date={lastSeenAt.toISOString()} /> : "Not yet"}
      </KeyValue>
      <KeyValue
        label="Ends"
        hint={`At the latest: no renewal reaches beyond.${endsSooner ? ` Sooner, after ${describeSeconds(idleTimeoutSeconds)} without a renewal.` : ""}`}
      >
        <LocalTime date={expiresAt.toISOString()} />
      </KeyValue>
    </>
  );
}

/** A JWT sign-in has rows too: what a refresh token leads to. */
export function RefreshRows({ refresh: { family, tokenHash } }: { refresh: RefreshDescription }) {
  if (!family) return null;
  const { id, createdAt, lastSeenAt, expiresAt, ip, userAgent } = family;
  return (
    <Disclosure summary="In the database: the rows behind the refresh token">
      <KeyValueList>
        <KeyValue
          label={<Code>refresh_tokens.token_hash</Code>}
          hint="SHA-256 of the refresh token. A copy of this table renews nothing."
        >
          <Code>{tokenHash}</Code>
        </KeyValue>
        <KeyValue label={<Code>refresh_families.id</Code>} hint="The sign-in’s public name: the token’s sid.">
          <Code>{id}</Code>
        </KeyValue>
        <KeyValue label={<Code>created_at</Code>} hint="When this token family began.">
          <LocalTime date={createdAt.toISOString()} />
        </KeyValue>
        <KeyValue label={<Code>last_seen_at</Code>} hint="The last renewal. Checks of the JWT write nothing.">
          <LocalTime date={lastSeenAt.toISOString()} />
        </KeyValue>
        <KeyValue label={<Code>expires_at</Code>} hint="No renewal reaches beyond it.">
          <LocalTime date={expiresAt.toISOString()} />
        </KeyValue>
        <KeyValue label={<Code>ip</Code>}>{ip}</KeyValue>
        <KeyValue label={<Code>user_agent</Code>}>{userAgent}</KeyValue>
      </KeyValueList>
    </Disclosure>
  );
}
