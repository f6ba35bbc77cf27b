"use client";
// Makes the buttons work that blocks of code bring with them: copies the block, and says whether that worked.

import { type MouseEvent, type ReactNode, useState } from "react";

const SAID_MS = 2500;

export function Copyable({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState("");

  async function copy({ target }: MouseEvent): Promise<void> {
    const button = target instanceof Element ? target.closest("[data-copy]") : null;
    const code = button?.closest("figure")?.querySelector("code")?.textContent;
    if (!button || !code) return;
    try {
      await navigator.clipboard.writeText(code);
      button.textContent = "Copied";
      setSaid("Copied");
    } catch {
      button.textContent = "Not allowed";
      setSaid("Your browser did not allow it. Please select the text.");
    }
    setTimeout(() => {
      button.textContent = "Copy";
      setSaid("");
    }, SAID_MS);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is pressed is a button inside
    // biome-ignore lint/a11y/useKeyWithClickEvents: a button is clicked by keyboard as well
    <div className="min-w-0" onClick={copy}>
      {children}
      <span role="status" className="sr-only">
        {said}
      </span>
    </div>
  );
}
