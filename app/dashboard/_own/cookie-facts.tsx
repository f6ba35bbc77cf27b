// A cookie as the browser holds it: name, attributes, how much of the limit it takes, and its masked value.

import type { ReactNode } from "react";
import { Meter } from "@/app/_ui/drawings/meter";
import { FactLink } from "@/app/_ui/words/fact-link";
import type { ModeName } from "@/lib/auth/contract";
import type { CookieDescription } from "@/lib/http/cookies/describe-cookie";

interface CookieFactsProps {
  cookie: CookieDescription;
  mode: ModeName;
  /** The value as it may be shown. */
  children: ReactNode;
}

export function CookieFacts({ cookie, mode, children }: CookieFactsProps) {
  return (
    <div className="grid min-w-0 gap-3">
      <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1.5">
        <code className="font-mono text-[0.9375rem] font-medium wrap-anywhere">
          {cookie.name.startsWith("__Host-") ? (
            <FactLink kind="cookie" name="host">
              {cookie.name}
            </FactLink>
          ) : (
            cookie.name
          )}
        </code>
        <ul className="flex flex-wrap gap-1.5" aria-label={`Attributes of ${cookie.name}`}>
          {cookie.attributes.map((attribute) => (
            <li
              key={attribute}
              className="rounded border border-line px-1.5 font-mono text-xs leading-5 text-muted"
            >
              <FactLink kind="cookie" name={attribute.split("=")[0] ?? ""}>
                {attribute}
              </FactLink>
            </li>
          ))}
        </ul>
      </div>
      {children}
      <Meter label="Size of name and value" value={cookie.bytes} max={cookie.limitBytes} mode={mode} />
    </div>
  );
}
