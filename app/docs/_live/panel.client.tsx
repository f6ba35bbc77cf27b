"use client";
// A panel at the side, over the page. The browser's own dialog keeps the focus inside, closes by Escape and gives the
// focus back; closing goes Back, because opening was a step of its own in the history.

import { useRouter } from "next/navigation";
import { type MouseEvent, type ReactNode, useLayoutEffect, useRef } from "react";
import { Button } from "@/app/_ui/controls/button";

export function Panel({ title, children }: { title: string; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { back } = useRouter();

  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // By Back, before it is taken out: only a dialog that is closed gives the focus back.
    return () => shown?.close();
  }, []);

  function closeOutside(event: MouseEvent): void {
    if (event.target === dialog.current) dialog.current?.close();
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does the same
    <dialog
      ref={dialog}
      aria-labelledby="panel-title"
      onClose={back}
      onClick={closeOutside}
      className="fixed inset-y-0 right-0 left-auto m-0 h-dvh max-h-none w-[min(100vw,60rem)] max-w-none overscroll-contain border-l border-line bg-surface text-ink shadow-card backdrop:bg-black/40"
    >
      <div className="grid min-w-0 gap-4 px-4 pb-10 sm:px-6">
        <header className="sticky top-0 z-10 -mx-4 flex items-center gap-3 border-b border-line bg-raised px-4 py-3 sm:-mx-6 sm:px-6">
          <h2 id="panel-title" className="mr-auto min-w-0 text-xl wrap-anywhere">
            {title}
          </h2>
          <Button size="sm" onClick={() => dialog.current?.close()}>
            Close
          </Button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
