// Every cookie of this app that the browser holds: its name, what it is for, and how it was set.

import { Card } from "@/app/_ui/shell/card";
import type { CookieKind } from "@/lib/http/cookies/cookies";
import type { HeldCookie } from "@/lib/web/credentials/held-cookies";

const purposes: Record<CookieKind, string> = {
  session: "Your sign-in: a sealed random number that leads to a row.",
  access: "Your sign-in: a signed token that says who you are.",
  refresh: "Brings the next access token. Good for one use.",
  pairSession: "The pair’s session, to try things on. Opens nothing of the app.",
  pairAccess: "The pair’s JWT, to try things on. Opens nothing of the app.",
  pairSessionCopy: "A copy of the pair’s session from the moment of issue, as a thief would keep it.",
  pairAccessCopy: "A copy of the pair’s JWT from the moment of issue, as a thief would keep it.",
  device:
    "This browser signed in to your account before. Lets nobody in: strangers’ wrong guesses do not slow you down.",
  flash: "A message for the next page, sealed. At most this long, mostly 20 s.",
};

export function AllCookies({
  cookies,
  theme,
}: {
  cookies: readonly HeldCookie[];
  theme: string | undefined;
}) {
  return (
    <Card
      quiet
      id="cookies"
      title="Every cookie of this app in your browser"
      lead="Named by the request that brought you this page."
    >
      <ul className="grid min-w-0 divide-y divide-line">
        {cookies.map(({ kind, name, attributes, bytes }) => (
          <Row key={name} name={name} purpose={purposes[kind]} attributes={attributes} bytes={bytes} />
        ))}
        {theme ? (
          <Row
            name={theme}
            purpose="Light, dark or as your system. No secret, so the page’s scripts may read it."
            attributes={["SameSite=Lax", "Path=/", "Max-Age=31536000"]}
          />
        ) : null}
      </ul>
    </Card>
  );
}

interface RowProps {
  name: string;
  purpose: string;
  attributes: readonly string[];
  bytes?: number;
}

function Row({ name, purpose, attributes, bytes }: RowProps) {
  return (
    <li className="grid min-w-0 gap-x-6 gap-y-1 py-2.5 first:pt-0 last:pb-0 lg:grid-cols-[15rem_1fr_auto]">
      <code className="font-mono text-sm font-medium wrap-anywhere">{name}</code>
      <span className="text-[0.9375rem] text-muted">{purpose}</span>
      <span className="font-mono text-[0.8125rem] text-muted lg:text-right">
        {attributes.join("; ")}
        {bytes ? <span className="whitespace-nowrap">; {bytes} B</span> : null}
      </span>
    </li>
  );
}
