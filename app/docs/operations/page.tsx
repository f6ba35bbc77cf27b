// How to run the app: what the README says about it.

import type { Metadata } from "next";
import { DocumentPage } from "../_code/document-page";
import { content } from "../_sources/content.ts";

export const metadata: Metadata = { title: content.operations.title };

export default function OperationsPage() {
  return <DocumentPage document={content.operations} />;
}
