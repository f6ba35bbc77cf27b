"use client";
// A form that goes away by itself, as what can be done in a run does when the run ends. Focus that stood in it would
// fall to the top of the page: it is handed on.

import { type ComponentProps, type RefObject, useLayoutEffect, useRef } from "react";

interface LeavingFormProps extends ComponentProps<"form"> {
  /** Takes the focus over; a `tabIndex` of −1 is enough. */
  heir: RefObject<HTMLElement | null>;
}

export function LeavingForm({ heir, ...form }: LeavingFormProps) {
  const own = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => {
    const left = own.current;
    // Runs before the form is taken out of the page: afterwards nothing tells where the focus was.
    return () => {
      if (left?.contains(document.activeElement)) heir.current?.focus();
    };
  }, [heir]);
  return <form ref={own} {...form} />;
}
