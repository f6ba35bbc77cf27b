// A fact with its code: what it does, the lines that do it, the standard, and the test that holds it. The same on its own
// page and in the panel.

import type { ReactNode } from "react";
import { Disclosure } from "@/app/_ui/controls/disclosure";
import { LIFTING } from "./addresses";
import { BuiltHtml } from "./built-html";
import type { WholeFact } from "./find-fact";
import { specAddress } from "./spec";

export function FactView({ group, fact, places, hasMarks, test }: WholeFact) {
  const isLifted = places.every(({ file }) => file.startsWith("lib/auth/"));
  return (
    <div className="grid min-w-0 gap-4">
      <div className="grid gap-1">
        <p className="text-sm text-muted">{group}</p>
        <p className="max-w-prose sm:text-lg">{fact.does}</p>
      </div>
      {hasMarks ? <p className="text-sm text-muted">The marked lines do it.</p> : null}
      {places.map(({ file, from, html }) => (
        <BuiltHtml key={`${file} ${from}`} html={html} />
      ))}
      {fact.spec ? (
        <p className="text-[0.9375rem]">
          <span className="text-muted">What the standard says: </span>
          <TextLink href={specAddress(fact.spec)}>{fact.spec}</TextLink>
        </p>
      ) : null}
      <Disclosure
        summary={
          <>
            <span className="block wrap-anywhere">The test that holds it: “{test.name}”</span>
            <span className="block font-mono text-[0.8125rem] font-normal text-muted wrap-anywhere">
              {test.file}
            </span>
          </>
        }
      >
        <BuiltHtml html={test.html} />
      </Disclosure>
      <p className="flex flex-wrap gap-x-6 gap-y-2 border-t border-line pt-4 text-[0.9375rem]">
        <TextLink href={LIFTING}>{isLifted ? "Copy this" : "What to copy: lib/auth"}</TextLink>
        <TextLink href="/docs#facts">All facts and their code</TextLink>
      </p>
    </div>
  );
}

/** Loads a page anew, also out of the panel: Next's own link would leave the panel open over it. */
function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} className="underline decoration-line-strong underline-offset-4 hover:decoration-ink">
      {children}
    </a>
  );
}
