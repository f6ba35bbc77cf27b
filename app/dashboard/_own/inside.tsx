// What a credential is on both sides: the value in the cookie, what the server keeps, and all of it explained.
// Takes the safe description; a session is the one that has a row.

import { Code, CodeBlock } from "@/app/_ui/code";
import { Disclosure } from "@/app/_ui/disclosure";
import { LocalTime } from "@/app/_ui/local-time.client";
import { TokenParts } from "@/app/_ui/token-parts";
import type { Introspection } from "@/lib/auth/contract";
import { JwtList, RowList } from "./explain";

/** The cookie's value as it may be shown: enough to recognize, not enough to use. */
export function Value({ introspection }: { introspection: Introspection }) {
  const parts = "parts" in introspection ? introspection.parts : null;
  return parts ? <TokenParts {...parts} /> : <CodeBlock>{introspection.preview}</CodeBlock>;
}

/** What the server has of it, in short: the difference between the two modes in one look. */
export function Kept({ introspection }: { introspection: Introspection }) {
  const row = "row" in introspection ? introspection.row : null;
  const nothing =
    "row" in introspection
      ? "No row. The ticket leads nowhere."
      : "Nothing. It only has the key that checks the signature.";
  return (
    <div className="grid min-w-0 gap-1.5">
      <h3 className="text-sm font-normal text-muted">What the server keeps</h3>
      {row ? (
        <dl className="grid min-w-0 grid-cols-[auto_1fr] gap-x-5 gap-y-1 rounded-lg border border-session-line bg-session-soft px-3.5 py-3 text-sm">
          <dt className="text-muted">Row</dt>
          <dd className="min-w-0">
            <Code>{row.id}</Code>
          </dd>
          <dt className="text-muted">Finds it</dt>
          <dd className="min-w-0">
            <Code>{row.tokenHash.slice(0, 16)}…</Code>, the hash of what is in the cookie
          </dd>
          <dt className="text-muted">Issued</dt>
          <dd>
            <LocalTime date={row.createdAt.toISOString()} />
          </dd>
          <dt className="text-muted">Ends</dt>
          <dd>
            <LocalTime date={row.expiresAt.toISOString()} />
          </dd>
        </dl>
      ) : (
        <p className="rounded-lg border border-dashed border-line-strong px-3.5 py-3 text-sm">{nothing}</p>
      )}
    </div>
  );
}

/** The row behind a session, or what is inside a JWT. */
export function Inside({ introspection }: { introspection: Introspection }) {
  if (!("row" in introspection)) {
    const { header, claims } = introspection;
    return (
      <Disclosure summary="Inside the token: header and claims, one by one">
        <JwtList header={header} claims={claims} />
      </Disclosure>
    );
  }
  return introspection.row ? (
    <Disclosure summary="In the database: the row, column by column">
      <RowList row={introspection.row} />
    </Disclosure>
  ) : null;
}
