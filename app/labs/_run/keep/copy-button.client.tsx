"use client";
// Copies a text, and says whether that worked: a browser may refuse.

import { type ReactNode, useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Sign } from "@/app/_ui/drawings/icons";

const SAID_MS = 2500;

export function CopyButton({ text, children }: { text: string; children: ReactNode }) {
  const [said, setSaid] = useState<"copied" | "refused" | null>(null);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setSaid("copied");
    } catch {
      setSaid("refused");
    }
    setTimeout(() => setSaid(null), SAID_MS);
  }

  return (
    <span className="needs-js inline-flex flex-wrap items-center gap-3">
      <Button size="sm" onClick={copy}>
        {children}
      </Button>
      <span role="status" className="inline-flex items-center gap-1.5 text-sm">
        {said === "copied" ? (
          <>
            <Sign name="check" className="size-4 text-ok" />
            Copied
          </>
        ) : null}
        {said === "refused" ? "Your browser did not allow it. Please select the text." : null}
      </span>
    </span>
  );
}
