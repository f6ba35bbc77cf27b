// Something one can open: a native <details>, so it works without JavaScript and says its state by itself.

import type { ReactNode } from "react";

interface DisclosureProps {
  /** Says what is inside, not "more". */
  summary: ReactNode;
  children: ReactNode;
  open?: boolean;
}

export function Disclosure({ summary, children, open = false }: DisclosureProps) {
  return (
    <details className="group min-w-0 border-t border-line pt-1" open={open}>
      <summary className="flex min-h-11 list-none items-center gap-2.5 rounded-md text-[0.9375rem] font-medium hover:text-muted [&::-webkit-details-marker]:hidden">
        <svg
          viewBox="0 0 16 16"
          className="size-3.5 shrink-0 text-muted transition-transform group-open:rotate-90"
          aria-hidden="true"
          focusable="false"
        >
          <path
            d="M5.5 2.5L11 8l-5.5 5.5"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.8"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </svg>
        <span className="min-w-0 flex-1">{summary}</span>
      </summary>
      <div className="grid min-w-0 gap-4 pt-2 pb-1">{children}</div>
    </details>
  );
}
