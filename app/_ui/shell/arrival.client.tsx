"use client";
// Takes the focus when it appears, so that the result of a form is the first thing read after a redirect.

import { type ReactNode, useEffect, useRef } from "react";

export function Arrival({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} tabIndex={-1} className="rounded-lg">
      {children}
    </div>
  );
}
