// A fact and its code in a panel over the page that claims it. The page stays as it is, and Back closes the panel.

import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { FactView } from "@/app/docs/_code/fact-view";
import { factMetadata, findFact } from "@/app/docs/_code/find-fact";
import { Panel } from "@/app/docs/_live/panel.client";

interface PanelProps {
  params: Promise<{ fact: string }>;
}

export async function generateMetadata({ params }: PanelProps): Promise<Metadata> {
  return factMetadata((await params).fact);
}

export default async function FactPanel({ params }: PanelProps) {
  const found = findFact((await params).fact);
  if (!found) notFound();
  return (
    <Panel title={found.fact.title}>
      <FactView {...found} />
    </Panel>
  );
}
