// What every page stands in: skip link, header, main, footer. Alone, where nobody is signed in or nobody knows.

import Link from "next/link";
import type { ReactNode } from "react";
import { Logo } from "../drawings/icons";
import { ThemeSwitch } from "./theme-switch.client";

export interface FrameProps {
  /** "narrow" for a single form, "wide" for two columns side by side. */
  width?: "narrow" | "normal" | "wide" | undefined;
  /** In the header, beside the name. */
  bar?: ReactNode;
  children: ReactNode;
}

const widths = { narrow: "max-w-md", normal: "max-w-4xl", wide: "max-w-7xl" };

export function Frame({ width = "normal", bar, children }: FrameProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#content"
        className="absolute top-2 left-2 z-10 -translate-y-24 rounded-lg bg-ink px-4 py-2.5 font-medium text-surface focus:translate-y-0"
      >
        Skip to content
      </a>
      <header className="border-b border-line bg-raised">
        <div className="mx-auto flex max-w-7xl items-center gap-x-3 px-4 py-2.5 sm:px-6">
          <Link
            href="/"
            className={`mr-auto flex min-h-10 items-center gap-2.5 rounded-md ${bar ? "lg:mr-3" : ""}`}
          >
            <Logo />
            <span className="text-[1.0625rem] font-semibold tracking-tight">Coatcheck</span>
          </Link>
          {bar ?? <ThemeSwitch />}
        </div>
      </header>
      <main
        id="content"
        tabIndex={-1}
        className={`mx-auto w-full flex-1 px-4 py-6 outline-none sm:px-6 sm:py-8 ${widths[width]}`}
      >
        {children}
      </main>
      <footer className="border-t border-line">
        <p className="mx-auto max-w-7xl px-4 py-5 text-sm text-muted sm:px-6">
          Coatcheck shows how sign-ins really behave. Every cookie you see here is a real one.
        </p>
      </footer>
    </div>
  );
}
