// From the last part of an address to a fact and its lines. Nothing but the ids of facts leads anywhere.

import type { Metadata } from "next";
import type { Fact } from "../_facts/fact.ts";
import { FACT_GROUPS, FACTS } from "../_facts/list.ts";
import { content } from "../_sources/content.ts";
import type { ShownFact } from "../_sources/read.ts";

export interface WholeFact extends ShownFact {
  fact: Fact;
  /** The title of its group. */
  group: string;
}

/** Null for everything that is no fact's id. */
export function findFact(id: string): WholeFact | null {
  const [fact, shown] = Object.hasOwn(FACTS, id) ? [FACTS[id], content.facts[id]] : [];
  const group = FACT_GROUPS.find(({ facts }) => Object.hasOwn(facts, id));
  return fact && shown && group ? { fact, group: group.title, ...shown } : null;
}

export function factMetadata(id: string): Metadata {
  const found = findFact(id);
  return { title: found ? `${found.fact.title}: its code` : "Not found" };
}
