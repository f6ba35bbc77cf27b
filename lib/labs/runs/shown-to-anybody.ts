import type { Json, Recording } from "../contract";

// A recording without what the core wrote down of browsers and terminals: requests that people repeat by hand tell
// which program sent them. The devices of the run itself keep their names, which the story of a theft goes by.

const OF_THE_RUN = /^coatcheck-lab\/1 \(\w+\)$/;
const HIDDEN = "another client";
const CLIENTS = new Set(["userAgent", "firstUseBy", "ip"]);

export function shownToAnybody(recording: Recording): Recording {
  const facts = recording.facts.map((fact) =>
    fact.detail ? { ...fact, detail: Object.fromEntries(entriesOf(fact.detail)) } : fact,
  );
  return { ...recording, facts };
}

function entriesOf(object: { [name: string]: Json }): [string, Json][] {
  return Object.entries(object).map(([name, value]) => [
    name,
    CLIENTS.has(name) && !OF_THE_RUN.test(String(value)) ? HIDDEN : cleaned(value),
  ]);
}

function cleaned(value: Json): Json {
  if (Array.isArray(value)) return value.map(cleaned);
  return typeof value === "object" && value !== null ? Object.fromEntries(entriesOf(value)) : value;
}
