"use client";
// One screen for people who look from the back of a room: a title, a drawing, a sentence, and the buttons with their
// keys. Whatever a key does, a button on the screen does.

import { type ReactNode, useEffect, useRef } from "react";

interface StageProps {
  title: string;
  /** Beside the title: what is tried. */
  what?: ReactNode;
  /** At its right end: lights, a clock. */
  aside?: ReactNode;
  /** The drawing. It gets the room that is left. */
  children: ReactNode;
  /** The sentence. Room for it is kept. */
  words: ReactNode;
  /** Buttons and links in `OnKey`. */
  controls: ReactNode;
}

export function Stage({ title, what, aside, children, words, controls }: StageProps) {
  const main = useRef<HTMLElement>(null);
  useStageKeys(main);
  return (
    <main
      ref={main}
      id="content"
      data-stage
      className="grid min-h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_1fr_auto_auto] gap-3 bg-raised px-4 py-3 lg:h-dvh lg:overflow-hidden lg:px-5"
    >
      <header className="flex flex-wrap items-baseline gap-x-5 gap-y-1">
        <h1 className="text-3xl">{title}</h1>
        <p className="min-w-0 text-xl text-muted lg:flex-1 lg:truncate">{what}</p>
        <div className="flex flex-wrap items-center gap-x-5 text-xl tabular-nums [&_.text-sm]:text-base [&_[data-state]]:text-xl">
          {aside}
        </div>
      </header>
      <div className="min-h-0 min-w-0">{children}</div>
      <div className="text-2xl leading-snug font-medium text-pretty lg:min-h-[2.75em]">{words}</div>
      <footer className="flex flex-wrap items-center gap-x-5 gap-y-2 text-base [&_a]:text-base [&_button]:text-base">
        {controls}
      </footer>
    </main>
  );
}

/** What has keys of its own keeps them. */
const OF_ITS_OWN = "a, button, input, select, textarea, summary, [contenteditable]";

function useStageKeys(main: { current: HTMLElement | null }): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.repeat || event.altKey || event.ctrlKey || event.metaKey) return;
      const isElsewhere = event.target instanceof Element && event.target.closest(OF_ITS_OWN) !== null;
      if (isElsewhere && event.key !== "Escape") return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const found = [...(main.current?.querySelectorAll<HTMLElement>("[data-press]") ?? [])].find(
        ({ dataset }) => dataset.press === key,
      );
      const control = found?.querySelector<HTMLElement>("a, button");
      if (!control) return;
      event.preventDefault();
      control.click();
    }
    // Who presses with the mouse goes on with the keys.
    function onClick({ detail, target }: MouseEvent): void {
      const pressed = target instanceof Element ? target.closest<HTMLElement>("button") : null;
      if (detail > 0 && pressed) pressed.blur();
    }
    const element = main.current;
    // Before this no key is heard: tests wait for it.
    if (element) element.dataset.stage = "keys";
    window.addEventListener("keydown", onKeyDown);
    element?.addEventListener("click", onClick);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      element?.removeEventListener("click", onClick);
    };
  }, [main]);
}
