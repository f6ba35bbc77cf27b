"use client";
// The button that opens the window in which the attempts are made.

import { buttonClass } from "@/app/_ui/controls/button";

export function SecondOrigin({ run, begun }: { run: string; begun: boolean }) {
  return (
    <form
      method="post"
      action={`/api/labs/runs/${encodeURIComponent(run)}/second-origin`}
      target="_blank"
      rel="noopener"
    >
      <button type="submit" className={buttonClass(begun ? "secondary" : "primary")}>
        Open the second origin
      </button>
    </form>
  );
}
