// What stands in a row or a JWT, every member explained in a plain sentence. Told what to show; reads nothing.

import { TokenPartHeading } from "@/app/_ui/drawings/token-parts";
import { Code } from "@/app/_ui/words/code";
import { FactLink } from "@/app/_ui/words/fact-link";
import { KeyValue, KeyValueList } from "@/app/_ui/words/key-value";
import { LocalTime } from "@/app/_ui/words/local-time.client";
import { describeSeconds } from "@/app/_ui/words/modes";
import type { JwtIntrospection, SessionIntrospection } from "@/lib/auth/contract";

type SessionRow = NonNullable<SessionIntrospection["row"]>;

const rowWords: Record<keyof SessionRow, string> = {
  id: "The row’s public name. Safe to show: it opens nothing.",
  userId: "Whose session it is. Name and role are looked up at every request, so a change shows at once.",
  tokenHash: "SHA-256 of the secret in the cookie. A copy of this table signs nobody in.",
  audience: "Who accepts it. The pair has an audience of its own, so the app’s guard never lets it in.",
  createdAt: "When it was issued.",
  authenticatedAt: "When the person last proved who they are.",
  lastSeenAt: "The last request, written down at most once a minute.",
  idleTimeoutSeconds: "How long it may lie unused.",
  cacheSeconds: "How long a server may go by what it read before. At 0 s it reads at every request.",
  expiresAt: "The end, whatever happens. Nothing extends it.",
  ip: "Where the sign-in came from. Recorded for its owner, never used to decide.",
  userAgent: "The browser of the sign-in. Recorded for its owner, never used to decide.",
};

export function RowList({ row }: { row: SessionRow }) {
  const names = Object.keys(rowWords) as (keyof SessionRow)[];
  return (
    <KeyValueList>
      {names.map((name) => (
        <KeyValue key={name} label={<Name kind="row" name={name} />} hint={rowWords[name]}>
          <RowValue name={name} value={row[name]} />
        </KeyValue>
      ))}
    </KeyValueList>
  );
}

/** Leads to the code behind it. */
function Name({ kind, name }: { kind: "row" | "header" | "claim"; name: string }) {
  return (
    <FactLink kind={kind} name={name}>
      <Code>{name}</Code>
    </FactLink>
  );
}

function RowValue({ name, value }: { name: keyof SessionRow; value: string | number | Date }) {
  if (value instanceof Date) return <LocalTime date={value.toISOString()} />;
  if (typeof value === "number") return describeSeconds(value);
  return name === "userAgent" || name === "ip" ? value : <Code>{value}</Code>;
}

const headerWords: Record<string, string> = {
  alg: "The algorithm of the signature. The key decides which one counts, not this line.",
  kid: "Which of the server’s keys signed it. Looked up in a list, never fetched.",
  typ: "An access token, so that no other JWT of ours passes for one (RFC 9068).",
};

const claimWords: Record<string, string> = {
  iss: "Who issued it: this app.",
  aud: "Who may accept it. The pair has an audience of its own, so the app’s guard never lets it in.",
  client_id: "Who asked for it: this app itself.",
  sub: "Who it speaks for: the account’s id.",
  sid: "The sign-in it belongs to, and the token family it is renewed from. Safe to show: it opens nothing.",
  jti: "This one token’s own name.",
  iat: "When it was issued, in seconds since 1970.",
  exp: "When it ends. Refused from this very second on, whatever else happens.",
  auth_time: "When the person last proved who they are.",
  nbf: "Not accepted before this instant.",
  email: "The address as it was when this was signed. Readable by anyone who holds the cookie.",
  name: "The name as it was when this was signed. A later change comes with the next token.",
  role: "The role as it was when this was signed. A later change comes with the next token.",
  revocation: "What is looked up before this token is believed. Signed, so whoever holds it cannot choose.",
  ver: "The token version when this was signed. Refused once the account’s is another.",
};
const instants = ["iat", "exp", "auth_time", "nbf"];

/** Header and claims as anyone who holds the cookie can read them. */
export function JwtList({ header, claims }: Pick<JwtIntrospection, "header" | "claims">) {
  return (
    <>
      <TokenPartHeading part="header" />
      <Members kind="header" members={header} words={headerWords} />
      <TokenPartHeading part="payload" />
      <Members kind="claim" members={claims} words={claimWords} />
      <TokenPartHeading part="signature" />
      <p className="text-[0.9375rem]">
        <span className="text-muted">
          Covers header and payload to the last character. Masked here: with it, this page could be used to
          sign in.
        </span>
      </p>
    </>
  );
}

function Members({
  kind,
  members,
  words,
}: {
  kind: "header" | "claim";
  members: Record<string, unknown> | null;
  words: Record<string, string>;
}) {
  if (!members)
    return (
      <p className="text-[0.9375rem]">This part no longer reads as JSON: a character of it was changed.</p>
    );
  return (
    <KeyValueList>
      {Object.entries(members).map(([name, value]) => (
        <KeyValue
          key={name}
          label={Object.hasOwn(words, name) ? <Name kind={kind} name={name} /> : <Code>{name}</Code>}
          hint={words[name] ?? "Not one of ours."}
        >
          <Code>{typeof value === "string" ? value : JSON.stringify(value)}</Code>
          {instants.includes(name) && typeof value === "number" && Math.abs(value) < 8e12 ? (
            <span className="ml-2 text-muted">
              <LocalTime date={new Date(value * 1000).toISOString()} />
            </span>
          ) : null}
        </KeyValue>
      ))}
    </KeyValueList>
  );
}
