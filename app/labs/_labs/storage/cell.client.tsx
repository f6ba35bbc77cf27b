"use client";
// One cell of the storage lab: what happened, as a word and a sign, and on opening it the request and the answer.

import { Sign, type SignName } from "@/app/_ui/drawings/icons";
import type { Found } from "@/lib/labs/storage/shared/judge";
import { outcomeOf, requestLines, type Tone } from "./shared/words";

const looks: Record<Tone, { text: string; signs: { yes: SignName; no: SignName } }> = {
  good: { text: "text-ok", signs: { yes: "check", no: "check" } },
  bad: { text: "text-bad", signs: { yes: "warn", no: "cross" } },
  plain: { text: "", signs: { yes: "check", no: "cross" } },
};

interface StorageCellProps {
  /** Undefined: not tried yet. */
  found: Found | undefined;
  /** The table's heads, for those who do not see them. */
  row: string;
  /** Empty in a table with one column. */
  column: string;
}

export function StorageCell({ found, row, column }: StorageCellProps) {
  const head = column ? <span className="block text-xs text-muted sm:sr-only">{column}: </span> : null;
  if (!found)
    return (
      <span className="block py-1 text-sm text-muted">
        {head}
        not tried
      </span>
    );
  const { word, why, tone } = outcomeOf(found);
  const { happened, id } = found.finding;
  const look = looks[tone];
  return (
    <details data-cell={id} data-happened={happened} className="min-w-0">
      <summary className="flex min-h-11 list-none items-start gap-1.5 rounded-md py-1 text-sm hover:bg-sunken [&::-webkit-details-marker]:hidden">
        <Sign
          name={happened ? look.signs.yes : look.signs.no}
          className={`mt-0.5 size-4 shrink-0 ${look.text}`}
        />
        <span className="min-w-0">
          <span className="sr-only">{row}: </span>
          {head}
          <span className={`font-medium underline decoration-dotted underline-offset-4 ${look.text}`}>
            {word}
          </span>
          {why ? <span className="block text-muted">{why}</span> : null}
        </span>
      </summary>
      <pre className="mt-1 mb-2 rounded-lg border border-line bg-sunken px-2.5 py-2 font-mono text-xs leading-relaxed whitespace-pre-wrap wrap-anywhere">
        {requestLines(found).join("\n")}
      </pre>
    </details>
  );
}
