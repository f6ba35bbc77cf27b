// What a credential is: the value in the cookie and everything inside it or behind it, explained. Takes the safe
// description; a session is the one that has a row.

import { Disclosure } from "@/app/_ui/controls/disclosure";
import { TokenParts } from "@/app/_ui/drawings/token-parts";
import { CodeBlock } from "@/app/_ui/words/code";
import { changeWords } from "@/app/_ui/words/words";
import type { Introspection } from "@/lib/auth/contract";
import type { ChangedCharacter } from "@/lib/pair/tamper";
import { JwtList, RowList } from "./explain";

/** The cookie's value as it may be shown: enough to recognize, not enough to use. */
export function Value({ introspection, changed }: ValueProps) {
  const parts = "parts" in introspection ? introspection.parts : null;
  return (
    <div className="grid min-w-0 gap-2">
      {parts ? (
        <TokenParts {...parts} changed={changed?.index} />
      ) : (
        <CodeBlock>{introspection.preview}</CodeBlock>
      )}
      {changed ? <p className="text-sm text-bad">{changeWords(changed)}</p> : null}
    </div>
  );
}

interface ValueProps {
  introspection: Introspection;
  /** What was tampered with. */
  changed?: ChangedCharacter | null;
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
