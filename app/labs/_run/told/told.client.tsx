"use client";
// Tells screen readers of every change while a run goes on: once for each change, not for each request.

import { useEffect, useRef, useState } from "react";
import type { RunView } from "@/lib/labs/contract";
import { changesIn, type Standing, standingsOf } from "./standing";

export function Told({ run }: { run: RunView }) {
  const before = useRef<readonly Standing[] | null>(null);
  const [words, setWords] = useState("");
  useEffect(() => {
    const now = standingsOf(run);
    // How a run stood when the page was opened is read from the page.
    const changes = before.current ? changesIn(before.current, now) : "";
    before.current = now;
    if (changes) setWords(changes);
  }, [run]);
  return (
    <p role="status" aria-label="What changed" className="sr-only">
      {words}
    </p>
  );
}
