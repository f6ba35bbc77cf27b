// What is written down of a cell: what reached the target, and what the browser saw. Read back leniently, because
// a stored run is as it was written. What follows from it stands in judge.ts.

import type { Fact, Json, JsonObject } from "../../contract";

/** One request as it reached the target. Strings are the browser's own words, bounded. */
export type Arrived = {
  method: string;
  /** Without the part of the address that is secret while the run goes on. */
  path: string;
  /** Names of this lab's cookies that came along; of other cookies nothing is kept. */
  cookies: string[];
  origin: string | null;
  fetchSite: string | null;
  fetchMode: string | null;
  /** Null where nothing is checked. */
  passed: boolean | null;
  status: number;
  /** What was answered, as text. */
  answer: string;
  /** Headers of the answer that the browser goes by. */
  headers: string[];
  done: boolean;
};

/** What the browser told the page that made the attempt. The page reports it; only `readable` is proven. */
export type Saw = {
  /** The script there could read what it wanted: it told the server what stood there. */
  readable: boolean;
  status: number | null;
  text: string;
};

/** The detail of the mark that a cell leaves in the record. */
export type CellFact = {
  cell: string;
  /** The question that the browser puts before the request, if it did. */
  preflight: Arrived | null;
  arrived: Arrived | null;
  saw: Saw;
};

export const CELL_ACT = "cell";

/** Null for facts that are about no cell. */
export function cellFactOf(fact: Fact): CellFact | null {
  if (fact.kind !== "mark" || fact.act !== CELL_ACT) return null;
  const { cell, preflight, arrived, saw } = fact.detail ?? {};
  if (typeof cell !== "string") return null;
  return { cell, preflight: arrivedOf(preflight), arrived: arrivedOf(arrived), saw: sawOf(saw) };
}

function arrivedOf(value: Json | undefined): Arrived | null {
  if (!isObject(value)) return null;
  return {
    method: text(value.method) ?? "",
    path: text(value.path) ?? "",
    cookies: texts(value.cookies),
    origin: text(value.origin),
    fetchSite: text(value.fetchSite),
    fetchMode: text(value.fetchMode),
    passed: typeof value.passed === "boolean" ? value.passed : null,
    status: number(value.status) ?? 0,
    answer: text(value.answer) ?? "",
    headers: texts(value.headers),
    done: value.done === true,
  };
}

function sawOf(value: Json | undefined): Saw {
  const saw = isObject(value) ? value : {};
  return { readable: saw.readable === true, status: number(saw.status), text: text(saw.text) ?? "" };
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value: Json | undefined): string | null => (typeof value === "string" ? value : null);
const number = (value: Json | undefined): number | null => (typeof value === "number" ? value : null);
const texts = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
