"use client";
// The way to the run that keeps another one from starting.

import Link from "next/link";
import type { StartState } from "../_form/start-fields";

export function RunInTheWay({ state: { runHref } }: { state: StartState }) {
  if (!runHref) return null;
  return (
    <p>
      <Link href={runHref} prefetch={false} className="font-medium underline underline-offset-4">
        Go to the run that is going on
      </Link>
    </p>
  );
}
