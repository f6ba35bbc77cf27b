"use client";
// The last resort, when even the document around the pages failed. Depends on nothing but the style sheet.

import "./globals.css";

export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Coatcheck</title>
        <main className="mx-auto grid min-h-dvh max-w-xl content-center justify-items-start gap-4 px-6">
          <h1 className="text-3xl">Something went wrong on our side</h1>
          <p className="text-muted">
            Coatcheck could not build this page. You have not been signed out; trying again in a moment may
            help.
          </p>
          <button
            type="button"
            onClick={() => retry()}
            className="min-h-11 rounded-lg bg-ink px-4.5 font-medium text-surface"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
