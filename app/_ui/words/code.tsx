// Machine text: cookies, ids, JSON. Wraps anywhere, so a long token never widens a phone's page.

import type { ReactNode } from "react";

/** Inline. */
export function Code({ children }: { children: ReactNode }) {
  return <code className="font-mono text-[0.875em] wrap-anywhere">{children}</code>;
}

/** A block that keeps line breaks and wraps long lines. */
export function CodeBlock({ children, label }: { children: ReactNode; label?: string }) {
  return (
    <figure className="min-w-0">
      {label ? <figcaption className="mb-1.5 text-sm text-muted">{label}</figcaption> : null}
      <pre className="min-w-0 rounded-lg border border-line bg-sunken px-3.5 py-3 font-mono text-[0.8125rem] leading-relaxed whitespace-pre-wrap wrap-anywhere">
        {children}
      </pre>
    </figure>
  );
}
