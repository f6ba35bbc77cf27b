// A button or link of the stage, with the key that presses it. The stage looks for it by that key.

import type { ReactNode } from "react";

interface OnKeyProps {
  /** As `KeyboardEvent.key` has it. */
  press: string;
  /** As it stands on the keyboard. */
  name: string;
  /** One button or link. */
  children: ReactNode;
  className?: string;
}

export function OnKey({ press, name, children, className = "" }: OnKeyProps) {
  return (
    <span data-press={press} className={`inline-flex items-center gap-2 ${className}`}>
      {children}
      <kbd className="needs-js rounded border border-line-strong bg-raised px-1.5 font-sans text-base text-muted">
        {name}
      </kbd>
    </span>
  );
}
