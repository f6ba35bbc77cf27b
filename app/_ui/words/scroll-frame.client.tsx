"use client";
// A frame that scrolls sideways when what is in it is wider, and says so: a shadow at the side where there is more, and
// words for those who do not see it. Only then is it a stop for the Tab key; without JavaScript it always is.

import { type ReactNode, useEffect, useId, useRef, useState } from "react";

export function ScrollFrame({ label, children }: { label: string; children: ReactNode }) {
  const frame = useRef<HTMLElement>(null);
  const [scrolls, setScrolls] = useState<boolean | null>(null);
  const id = useId();
  useEffect(() => {
    const box = frame.current;
    if (!box) return;
    const look = () => setScrolls(box.scrollWidth > box.clientWidth + 1);
    const observer = new ResizeObserver(look);
    observer.observe(box);
    if (box.firstElementChild) observer.observe(box.firstElementChild);
    return () => observer.disconnect();
  }, []);
  return (
    <section
      ref={frame}
      aria-label={label}
      aria-describedby={scrolls ? id : undefined}
      tabIndex={scrolls === false ? undefined : 0}
      className="scroll-hint relative min-w-0 overflow-x-auto"
    >
      {children}
      {scrolls ? (
        <p id={id} className="sr-only">
          This table is wider than its frame. It scrolls sideways, also with the arrow keys.
        </p>
      ) : null}
    </section>
  );
}
