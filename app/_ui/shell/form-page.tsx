// The frame of a page that is one form: heading, the form on its own sheet, and what stands below it.

import type { ReactNode } from "react";
import { PageHeading } from "./heading";
import { Shell } from "./shell";

interface FormPageProps {
  title: string;
  /** The form. */
  children: ReactNode;
  below?: ReactNode;
}

export function FormPage({ title, children, below }: FormPageProps) {
  return (
    <Shell width="narrow">
      <PageHeading title={title} />
      <Sheet>{children}</Sheet>
      {below}
    </Shell>
  );
}

/** What a page's one form lies on. */
export function Sheet({ children }: { children: ReactNode }) {
  return (
    <div className="rounded-xl border border-line bg-raised px-5 py-6 shadow-card sm:px-7 sm:py-7">
      {children}
    </div>
  );
}
