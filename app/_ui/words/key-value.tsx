// A description list: names at the left, values at the right, one above the other on a phone.

import type { ReactNode } from "react";

export function KeyValueList({ children }: { children: ReactNode }) {
  return <dl className="grid min-w-0 divide-y divide-line">{children}</dl>;
}

interface KeyValueProps {
  label: ReactNode;
  children: ReactNode;
  /** What the value means, in a sentence. */
  hint?: ReactNode;
}

export function KeyValue({ label, children, hint }: KeyValueProps) {
  return (
    <div className="grid min-w-0 gap-x-4 gap-y-0.5 py-2.5 first:pt-0 last:pb-0 sm:grid-cols-[minmax(7rem,11rem)_1fr]">
      <dt className="text-sm text-muted sm:pt-px">{label}</dt>
      <dd className="min-w-0 text-[0.9375rem] tabular-nums wrap-anywhere">
        {children}
        {hint ? <span className="block text-sm text-muted">{hint}</span> : null}
      </dd>
    </div>
  );
}
