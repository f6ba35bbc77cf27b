// One of our documents on a page of its own.

import { PageHeading } from "@/app/_ui/shell/heading";
import type { Document } from "../_sources/read.ts";
import { BuiltHtml } from "./built-html";
import { DocsFrame } from "./docs-frame";

export function DocumentPage({ document: { title, html } }: { document: Document }) {
  return (
    <DocsFrame>
      <p className="mb-2 text-[0.9375rem]">
        <a href="/docs" className="underline decoration-line-strong underline-offset-4 hover:decoration-ink">
          Docs
        </a>
      </p>
      <PageHeading title={title} />
      <BuiltHtml className="doc" html={html} />
    </DocsFrame>
  );
}
