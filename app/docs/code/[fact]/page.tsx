// A fact and its code, on a page of its own: what one sees without JavaScript, and by the address. With JavaScript a link
// opens the same in a panel over the page (app/@panel).

import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeading } from "@/app/_ui/shell/heading";
import { DocsFrame } from "../../_code/docs-frame";
import { FactView } from "../../_code/fact-view";
import { factMetadata, findFact } from "../../_code/find-fact";

export async function generateMetadata({ params }: PageProps<"/docs/code/[fact]">): Promise<Metadata> {
  return factMetadata((await params).fact);
}

export default async function FactPage({ params }: PageProps<"/docs/code/[fact]">) {
  const found = findFact((await params).fact);
  if (!found) notFound();
  return (
    <DocsFrame>
      <PageHeading title={found.fact.title} />
      <FactView {...found} />
    </DocsFrame>
  );
}
