"use client";
// What to take home of a run, at its top. The element is there from the start, so that what appears in it is announced.

import type { RunView } from "@/lib/labs/contract";
import { outcomeOf } from "../../_drawing/told";

export function Outcome({ run }: { run: RunView }) {
  const words = outcomeOf(run);
  return (
    <p role="status" className={words ? "max-w-6xl text-lg font-medium text-pretty sm:text-xl" : "sr-only"}>
      {words}
    </p>
  );
}
