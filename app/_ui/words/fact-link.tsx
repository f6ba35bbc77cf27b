// Leads from something a page claims to the code that does it (app/docs/_facts). The address is made of the claim's own
// name, so whoever links needs no list; tests hold the names of the facts to those of steps, claims, flags and promises.

import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";

interface FactLinkProps {
  kind: "step" | "header" | "claim" | "row" | "cookie" | "promise" | "flow";
  name: string;
  children: ReactNode;
}

export function FactLink({ kind, name, children }: FactLinkProps) {
  return (
    <Link
      href={factPath(kind, name)}
      prefetch={false}
      scroll={false}
      title="Show the code"
      className="underline decoration-line-strong decoration-dotted underline-offset-4 hover:decoration-ink hover:decoration-solid"
    >
      {children}
    </Link>
  );
}

/** "Check revocation (denylist)" → "/docs/code/step-check-revocation-denylist". */
export const factPath = (kind: FactLinkProps["kind"], name: string): Route =>
  `/docs/code/${kind}-${name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")}` as Route;
