// A named region of a page. With a mode it wears that mode's color, shape and edge: punched like a ticket
// for a session, clean like a card for a JWT.

import type { ReactNode } from "react";
import type { ModeName } from "@/lib/auth/contract";
import { ModeIcon } from "../drawings/icons";
import { modeLook } from "../words/modes";

interface CardProps {
  /** Unique on the page; the heading gets `${id}-title` and names the region. */
  id: string;
  title: string;
  /** A sentence under the heading. */
  lead?: ReactNode;
  /** At the heading's right: a light, a badge, a small button. */
  aside?: ReactNode;
  mode?: ModeName;
  /** Without a ground of its own: for what stands beside the moment that a page is about. */
  quiet?: boolean;
  children: ReactNode;
  className?: string;
}

export function Card({ id, title, lead, aside, mode, quiet = false, children, className = "" }: CardProps) {
  const look = mode ? modeLook[mode] : null;
  const ground = quiet
    ? "border-t border-line-strong"
    : `on-raised overflow-hidden rounded-xl border bg-raised shadow-card ${look?.line ?? "border-line"}`;
  const sides = quiet ? "" : "px-5 sm:px-6";
  return (
    <section id={id} aria-labelledby={`${id}-title`} className={`min-w-0 ${ground} ${className}`}>
      <header
        className={`flex flex-wrap items-center gap-x-3 gap-y-2 pt-4 ${sides} ${look ? `pb-3.5 ${look.soft}` : "pt-5"}`}
      >
        {mode ? <ModeIcon mode={mode} className={`size-5 ${look?.text}`} /> : null}
        <h2 id={`${id}-title`} className={`mr-auto text-lg ${look?.text ?? ""}`}>
          {title}
        </h2>
        {aside ? <div className="flex flex-wrap items-center gap-2">{aside}</div> : null}
        {lead ? <div className="basis-full text-[0.9375rem] text-muted">{lead}</div> : null}
      </header>
      {look ? <div className={`-mt-0.5 ${look.edge}`} /> : null}
      <div className={`grid min-w-0 gap-4 pt-4 ${quiet ? "pb-2" : "pb-5 sm:pb-6"} ${sides}`}>{children}</div>
    </section>
  );
}
