import type { ReactNode } from "react";

/** The heading of a page with a sentence under it. */
export function PageHeading({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="mb-5 grid gap-1">
      <h1 className="text-3xl">{title}</h1>
      {children ? <div className="max-w-prose text-muted sm:text-lg">{children}</div> : null}
    </div>
  );
}
