"use client";
// A link of the main navigation: marks the current page, and shows while the next one is on its way.

import Link, { type LinkProps, useLinkStatus } from "next/link";
import type { ReactNode } from "react";

function Pending() {
  const { pending } = useLinkStatus();
  return (
    <span
      aria-hidden="true"
      className={`absolute inset-x-3 bottom-0.5 h-0.5 rounded-full bg-ink opacity-0 ${pending ? "animate-pulse opacity-60 delay-150" : ""}`}
    />
  );
}

export function NavLink<Route extends string>({
  current,
  children,
  ...link
}: LinkProps<Route> & { current: boolean; children: ReactNode }) {
  return (
    <Link
      {...link}
      // These pages are dynamic: fetching one ahead would run its guard for a page nobody may ask for.
      prefetch={false}
      aria-current={current ? "page" : undefined}
      className="relative inline-flex min-h-10 items-center rounded-md px-3 text-[0.9375rem] text-muted hover:text-ink aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-ink"
    >
      {children}
      <Pending />
    </Link>
  );
}
