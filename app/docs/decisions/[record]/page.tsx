// A decision record.

import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DocumentPage } from "../../_code/document-page";
import { content } from "../../_sources/content.ts";

const find = (record: string) => content.decisions.find(({ slug }) => slug === record);

export async function generateMetadata({ params }: PageProps<"/docs/decisions/[record]">): Promise<Metadata> {
  return { title: find((await params).record)?.title ?? "Not found" };
}

export default async function DecisionPage({ params }: PageProps<"/docs/decisions/[record]">) {
  const document = find((await params).record);
  if (!document) notFound();
  return <DocumentPage document={document} />;
}
